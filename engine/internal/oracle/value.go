package oracle

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// written is one value as the author wrote it.
type written struct {
	null   bool
	text   string   // its source text; of a number, the decimal text
	number *big.Rat // of an unquoted number
	digits bool     // the number is equal to nothing but its digits
}

// scalar reads a YAML scalar. "An unquoted 0x3e7 is YAML's 999 and a quoted one
// is text … An unquoted date or yes is its source text."
func scalar(n *yaml.Node) (written, error) {
	if n.Kind != yaml.ScalarNode {
		return written{}, fmt.Errorf("line %d: not a scalar", n.Line)
	}
	w := written{text: n.Value}
	switch n.ShortTag() {
	case "!!null":
		w.null = true
	case "!!int", "!!float":
		w.readNumber()
	case "!!binary":
		return w, n.Decode(&w.text)
	}
	return w, nil
}

// readNumber reads a number of YAML 1.2, to which the specification refers: 010
// is ten. Its decimal text is the source where that is decimal.
func (w *written) readNumber() {
	number, ok := new(big.Rat).SetString(w.text)
	if !ok || strings.Contains(w.text, "_") {
		return // an infinity, or what was a number before YAML 1.2
	}
	if w.number = number; number.IsInt() && !strings.ContainsAny(w.text, ".eE") {
		// Beyond 64 bits an integer is its digits.
		if n := number.Num(); !n.IsInt64() && !n.IsUint64() {
			w.digits = true
		}
	}
	if !decimalForm.MatchString(w.text) {
		f, _ := number.Float64()
		w.text = strconv.FormatFloat(f, 'f', -1, 64)
		if number.IsInt() {
			w.text = number.Num().String()
		}
	}
}

// pattern returns the value as text with wildcards. A number has none.
func (w written) pattern() pattern {
	if w.number != nil {
		return plain(w.text)
	}
	return parsePattern(w.text)
}
