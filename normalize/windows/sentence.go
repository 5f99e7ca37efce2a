package windows

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// sentenceKey names an event by its provider, in lower case, and its id.
type sentenceKey struct {
	provider string
	id       uint32
}

// sentences are the messages that are one English sentence with the event's data
// in it, as expressions with a group for each field.
var sentences = sync.OnceValue(func() map[sentenceKey]*regexp.Regexp {
	all := map[sentenceKey]*regexp.Regexp{}
	for _, row := range rows("sentences.csv") {
		id, err := strconv.ParseUint(row[1], 10, 32)
		if err != nil {
			panic(err)
		}
		all[sentenceKey{row[0], uint32(id)}] = sentence(row[2])
	}
	return all
})

// sentence makes an expression of a sentence: {Field} is a value, {} something that
// the data says otherwise, and a blank any white space, since messages on one line
// have others.
func sentence(text string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString(`(?s)^\s*`)
	for i, part := range strings.Split(text, "{") {
		if field, rest, ok := strings.Cut(part, "}"); ok && i > 0 {
			if part = rest; field != "" {
				b.WriteString("(?P<" + field + ">.*?)")
			} else {
				b.WriteString(".*?")
			}
		}
		b.WriteString(strings.ReplaceAll(regexp.QuoteMeta(part), " ", `\s+`))
	}
	b.WriteString(`\s*$`)
	return regexp.MustCompile(b.String())
}

// ReadSentence reads the message of an event of the provider, in lower case, where
// that is a sentence whose words are known; nil elsewhere.
func ReadSentence(provider string, id uint32, text string) []Labelled {
	re := sentences()[sentenceKey{provider, id}]
	if re == nil || len(text) > maxValue {
		return nil
	}
	found := re.FindStringSubmatch(withoutMarks(text))
	var lines []Labelled
	for i := 1; i < len(found); i++ {
		lines = append(lines, Labelled{Field: re.SubexpNames()[i], Value: found[i]})
	}
	return lines
}
