package event

// Kind is the type of a [Value], after the Windows event value types.
type Kind uint8

// The kinds. Null is the zero Kind: a field that is present without a value.
const (
	Null Kind = iota
	Text
	Int    // signed integer
	Uint   // unsigned integer
	Float  // IEEE 754 double
	Bool   // true or false
	Time   // an instant
	GUID   // {XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX}
	SID    // S-1-…
	Binary // bytes, shown as upper-case hexadecimal digits
	Hex    // an integer that Windows writes as 0x…
)

var kindNames = [...]string{"null", "text", "int", "uint", "float", "bool", "time", "guid", "sid", "binary", "hex"}

// String returns the kind's lower-case name.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "kind(?)"
}
