package ir

// Op is how a field's value is compared.
type Op uint8

// The operators. Equals also succeeds against the value without trailing blanks.
const (
	Equals Op = iota
	Contains
	StartsWith
	EndsWith
	Regexp         // a search, not a full match
	CIDR           // an address inside a network
	Less           // numeric from here
	LessOrEqual    //
	Greater        //
	GreaterOrEqual //
	Exists         // the field is present, with or without a value
	Null           // the field is absent or has no value
)

var opNames = [...]string{"equals", "contains", "startswith", "endswith", "re", "cidr", "lt", "lte", "gt", "gte", "exists", "null"}

// String returns the operator as alerts and traces show it.
func (o Op) String() string {
	if int(o) < len(opNames) {
		return opNames[o]
	}
	return "op(?)"
}

// Part is the part of a time value that is compared as a number, as the time
// modifiers of Sigma name it. The value is read as it is written, without a
// conversion of zones.
type Part uint8

// The parts. Week is that of ISO 8601.
const (
	WholeValue Part = iota
	Minute
	Hour
	Day
	Week
	Month
	Year
)

var partNames = [...]string{"", "minute", "hour", "day", "week", "month", "year"}

// String returns the Sigma modifier's name, "" for WholeValue.
func (p Part) String() string {
	if int(p) < len(partNames) {
		return partNames[p]
	}
	return "part(?)"
}
