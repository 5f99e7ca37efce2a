package exprlang

import (
	"errors"
	"fmt"
	"strings"

	"github.com/rulehound/rulehound/normalize/windows"
)

// function is a function of ours.
type function struct {
	takes    want // what its arguments are
	absent   bool // it is called for fields that an event does not have too, with ""
	constant bool // all arguments but the first are constants
	// types are pointers to the signatures that expr checks calls with.
	types []any
	// make returns the function itself; nil for those that lowering takes out.
	make func(f *format) func(args []any) (any, error)
}

// predicate is a signature of n texts.
func predicate(n int) any {
	switch n {
	case 1:
		return new(func(string) bool)
	case 2:
		return new(func(string, string) bool)
	}
	return new(func(string, string, string, string) bool)
}

// functions are what a rule may call beside expr's own.
var functions = map[string]function{
	// equalsFold(text, text) and its kin compare without case.
	"equalsFold":     compareFold(strings.EqualFold),
	"containsFold":   compareFold(func(a, b string) bool { return strings.Contains(fold(a), fold(b)) }),
	"startsWithFold": compareFold(func(a, b string) bool { return strings.HasPrefix(fold(a), fold(b)) }),
	"endsWithFold":   compareFold(func(a, b string) bool { return strings.HasSuffix(fold(a), fold(b)) }),

	// glob(text, pattern…): the whole text, * any text, ? one character, without case.
	"glob": withMatcher(new(func(string, string, ...string) bool)),
	// cidr(address, network…): the address is in one of the networks.
	"cidr": withMatcher(new(func(string, string, ...string) bool)),
	// inList(text, "name"): a list of the environment has the text, without case.
	"inList": withMatcher(predicate(2)),

	// isSystem(sid, name[, domain, computer]): the operating system itself acted.
	"isSystem": {takes: wantText, absent: true, types: []any{predicate(2), predicate(4)}, make: func(f *format) func([]any) (any, error) {
		return func(args []any) (any, error) { return classify(f, args).IsSystem(), nil }
	}},
	// accountClass(sid, name[, domain, computer]): system, service, user, ….
	"accountClass": {takes: wantText, absent: true,
		types: []any{new(func(string, string) string), new(func(string, string, string, string) string)},
		make: func(f *format) func([]any) (any, error) {
			return func(args []any) (any, error) { return string(classify(f, args)), nil }
		}},
	// host(computer): a computer's name without its domain.
	"host": {takes: wantText, types: []any{new(func(string) string)}, make: pure(func(args []any) (any, error) {
		host, _, _ := strings.Cut(args[0].(string), ".")
		return host, nil
	})},

	// toInt(x), toUint(x): a number, of decimal and hex text too. toUint reads a
	// negative return code as the unsigned 32 bits that it is shown as.
	"toInt":  {takes: wantNumber, types: []any{new(func(any) int)}, make: pure(func(args []any) (any, error) { return toInt(args[0]) })},
	"toUint": {takes: wantNumber, types: []any{new(func(any) int)}, make: pure(func(args []any) (any, error) { return toUint(args[0]) })},

	// split(text, separator): the parts of a text.
	"split": {takes: wantText, constant: true, types: []any{new(func(string, string) []string)}, make: pure(func(args []any) (any, error) {
		return split(args[0].(string), args[1].(string))
	})},

	// exists(Field): the event has the field, with or without a value.
	"exists": {types: []any{new(func(any) bool)}},
	// hour(Field) and its kin: a part of a time, as it is written.
	"minute": timePart, "hour": timePart, "day": timePart, "week": timePart, "month": timePart, "year": timePart,
}

var timePart = function{types: []any{new(func(any) int)}}

// available are the functions of expr that a rule may call: pure, and linear in
// their input.
var available = map[string]bool{
	"all": true, "any": true, "none": true, "one": true, "count": true, "filter": true, "find": true,
	"len": true, "lower": true, "upper": true, "trim": true, "trimPrefix": true, "trimSuffix": true, "replace": true,
	"hasPrefix": true, "hasSuffix": true, "indexOf": true, "lastIndexOf": true, "string": true, "fromBase64": true,
	"int": true, "float": true, "abs": true, "ceil": true, "floor": true, "round": true, "min": true, "max": true,
	"first": true, "last": true, "date": true, "duration": true,
	"bitand": true, "bitor": true, "bitxor": true, "bitnand": true, "bitnot": true, "bitshl": true, "bitshr": true, "bitushr": true,
}

func compareFold(holds func(a, b string) bool) function {
	return function{takes: wantText, types: []any{predicate(2)}, make: pure(func(args []any) (any, error) {
		return holds(args[0].(string), args[1].(string)), nil
	})}
}

// withMatcher is a function whose arguments after the first are made a matcher
// when the rule is loaded.
func withMatcher(signature any) function {
	return function{takes: wantText, constant: true, types: []any{signature}, make: pure(func(args []any) (any, error) {
		return args[1].(matcher).match(args[0].(string)), nil
	})}
}

func pure(call func([]any) (any, error)) func(*format) func([]any) (any, error) {
	return func(*format) func([]any) (any, error) { return call }
}

func classify(f *format, args []any) windows.AccountClass {
	a := windows.Account{SID: args[0].(string), Name: args[1].(string)}
	if len(args) == 4 {
		a.Domain, a.Computer = args[2].(string), args[3].(string)
	}
	return windows.Classify(a, f.accounts)
}

// errNoValue says that a text is not what a function reads. The comparison that
// it stands in is false then, as with an absent field.
var errNoValue = errors.New("no such value")

// maxParts is how many parts split makes.
const maxParts = 10_000

func split(s, sep string) ([]string, error) {
	parts := strings.SplitN(s, sep, maxParts+1)
	if len(parts) > maxParts {
		return nil, fmt.Errorf("split: more than %d parts", maxParts)
	}
	return parts, nil
}
