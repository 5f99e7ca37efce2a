package alert

// Level is how grave a rule says its finding is. Levels are ordered: a greater
// one is graver.
type Level uint8

// The levels. NoLevel, the zero Level, is a rule without one.
const (
	NoLevel Level = iota
	Informational
	Low
	Medium
	High
	Critical
)

var levelNames = [...]string{"", "informational", "low", "medium", "high", "critical"}

// ParseLevel returns the level that Sigma spells name, in lower case. It
// reports false for any other word; "" is NoLevel.
func ParseLevel(name string) (Level, bool) {
	for i, n := range levelNames {
		if n == name {
			return Level(i), true
		}
	}
	return NoLevel, false
}

// String returns the level as Sigma spells it, "" for NoLevel.
func (l Level) String() string {
	if int(l) < len(levelNames) {
		return levelNames[l]
	}
	return "level(?)"
}
