package condition

import (
	"fmt"
	"strconv"
	"strings"
)

// Parse reads a condition. The error is an *[Error].
func Parse(src string) (*Condition, error) {
	if len(src) > MaxLength {
		return nil, &Error{Msg: fmt.Sprintf("the condition is longer than %d KiB", MaxLength>>10)}
	}
	p := parser{lexer: lexer{src: src}}
	if err := p.advance(); err != nil {
		return nil, err
	}
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	switch {
	case p.tok.text == "":
		return &Condition{Expr: e}, nil
	case p.tok.text == "|":
		return &Condition{Expr: e, Aggregation: strings.TrimSpace(src[p.tok.end:]), Pipe: p.tok.start}, nil
	case p.tok.text == ")":
		return nil, p.errorf("this bracket was never opened")
	}
	return nil, p.unjoined()
}

// parser is a recursive descent, from least to most binding: or, and, not,
// "x of", brackets.
type parser struct {
	lexer
	tok   token // the next one
	last  token // the one before
	depth int
}

func (p *parser) advance() error {
	p.last = p.tok
	var err error
	p.tok, err = p.next()
	return err
}

func (p *parser) errorf(format string, args ...any) *Error {
	return &Error{Offset: p.tok.start, Msg: fmt.Sprintf(format, args...)}
}

func (p *parser) or() (*Expr, error)  { return p.chain(Or, "or", p.and) }
func (p *parser) and() (*Expr, error) { return p.chain(And, "and", p.not) }

// chain reads operands with the same operator between them.
func (p *parser) chain(op Op, word string, operand func() (*Expr, error)) (*Expr, error) {
	first, err := operand()
	if err != nil || !p.tok.is(word) {
		return first, err
	}
	e := &Expr{Op: op, Kids: []*Expr{first}, Start: first.Start}
	for p.tok.is(word) {
		if err := p.advance(); err != nil {
			return nil, err
		}
		kid, err := operand()
		if err != nil {
			return nil, err
		}
		e.Kids = append(e.Kids, kid)
		e.End = kid.End
	}
	return e, nil
}

func (p *parser) not() (*Expr, error) {
	if !p.tok.is("not") {
		return p.primary()
	}
	start := p.tok.start
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	kid, err := p.not()
	if err != nil {
		return nil, err
	}
	return &Expr{Op: Not, Kids: []*Expr{kid}, Start: start, End: kid.End}, nil
}

// enter goes past a token that opens a level.
func (p *parser) enter() error {
	if p.depth++; p.depth > MaxDepth {
		return p.errorf("the condition is nested deeper than %d levels", MaxDepth)
	}
	return p.advance()
}

func (p *parser) leave() { p.depth-- }

func (p *parser) primary() (*Expr, error) {
	switch {
	case p.tok.text == "(":
		return p.bracket()
	case !p.tok.isWord():
		return nil, p.missing()
	}
	word := p.tok
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.tok.is("of") {
		return p.quantified(word)
	}
	if strings.Contains(word.text, "*") {
		return nil, &Error{Offset: word.start, Msg: fmt.Sprintf("the pattern %q does not say how many of its selections must match", word.text),
			Hint: fmt.Sprintf("write \"1 of %s\" or \"all of %[1]s\"", word.text)}
	}
	return &Expr{Op: Name, Name: word.text, Start: word.start, End: word.end, NameStart: word.start}, nil
}

func (p *parser) bracket() (*Expr, error) {
	open := p.tok
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	switch p.tok.text {
	case ")":
		e.Start, e.End = open.start, p.tok.end
		return e, p.advance()
	case "", "|":
		return nil, &Error{Offset: open.start, Msg: "this bracket is never closed"}
	}
	return nil, p.unjoined()
}

// quantified reads what follows "1 of", "any of", "all of", "3 of".
func (p *parser) quantified(quantity token) (*Expr, error) {
	n, err := count(quantity)
	if err != nil {
		return nil, err
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if !p.tok.isWord() {
		e := p.errorf("a name, a pattern or %q must follow %q", Them, quantity.text+" "+p.last.text)
		switch p.tok.text {
		case "":
			e.Offset = p.last.start
		case "(":
			e.Hint = "quantifiers take no brackets"
		}
		return nil, e
	}
	e := &Expr{Op: Of, N: n, Name: p.tok.text, Start: quantity.start, End: p.tok.end, NameStart: p.tok.start}
	if p.tok.is(Them) {
		e.Name = Them
	}
	return e, p.advance()
}

// count reads a quantifier.
func count(t token) (int, error) {
	switch {
	case t.is("all"):
		return 0, nil
	case t.is("any"):
		return 1, nil
	}
	n, err := strconv.ParseUint(t.text, 10, 31)
	if err != nil {
		return 0, &Error{Offset: t.start, Msg: fmt.Sprintf("%q is no quantity", t.text), Hint: "write 1 of, 2 of, any of, all of"}
	}
	if n == 0 {
		return 0, &Error{Offset: t.start, Msg: "0 of would always match", Hint: "write not 1 of"}
	}
	return int(n), nil
}

// missing tells that an operand should stand where the next token is.
func (p *parser) missing() *Error {
	const operand = "a selection's name, a bracket or a quantifier such as 1 of"
	switch {
	case p.tok.text == "" && p.last.text == "":
		return p.errorf("the condition is empty")
	case p.tok.text == "":
		return &Error{Offset: p.last.start, Msg: fmt.Sprintf("something is missing after %q", p.last.text), Hint: operand + " must follow"}
	case p.last.text == "":
		return &Error{Offset: p.tok.start, Msg: fmt.Sprintf("something is missing before %q", p.tok.text), Hint: operand + " must stand first"}
	}
	return &Error{Offset: p.tok.start, Msg: fmt.Sprintf("something is missing between %q and %q", p.last.text, p.tok.text), Hint: operand + " must stand there"}
}

// unjoined tells that the next token follows an operand without an operator.
func (p *parser) unjoined() *Error {
	e := p.errorf("%q follows %q without and or or between them", p.tok.text, p.last.text)
	if p.tok.is("not") {
		e.Hint = "write and not"
	}
	return e
}
