package windows

import (
	"strings"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

// messageTable is the parameter messages of msobjs.dll, which Security events
// carry by number so that each reader sees them in his own language.
type messageTable struct {
	byID map[uint32]*event.Meaning
	// byText is keyed by textKey. A text that several messages share is nil:
	// it does not say which of them was meant.
	byText map[string]*event.Meaning
	// byKeyText is byText of the messages of key events alone: an algorithm
	// called AES-128 must not become an IPsec message.
	byKeyText map[string]*event.Meaning
	// byGroup is byText of the messages of one group, the third column of the
	// table: "Yes" says one thing in a logon and another in a directory change.
	byGroup map[string]map[string]*event.Meaning
}

var messages = sync.OnceValue(func() *messageTable {
	t := &messageTable{
		byID:      map[uint32]*event.Meaning{},
		byText:    map[string]*event.Meaning{},
		byKeyText: map[string]*event.Meaning{},
		byGroup:   map[string]map[string]*event.Meaning{},
	}
	for _, row := range rows("messages.csv") {
		id, _, _ := messageID(row[0])
		m := &event.Meaning{Code: row[0], Text: row[1]}
		t.byID[id] = m
		learn(t.byText, row[1], m)
		if t.byGroup[row[2]] == nil {
			t.byGroup[row[2]] = map[string]*event.Meaning{}
		}
		learn(t.byGroup[row[2]], row[1], m)
		if strings.HasPrefix(row[2], "crypto: ") {
			learn(t.byKeyText, row[1], m)
		}
	}
	for _, row := range rows("spellings.csv") {
		m, ok := t.message(row[0])
		if !ok {
			m = &event.Meaning{Code: row[0], Text: row[0]}
		}
		learn(t.byText, row[1], m)
		learn(t.byKeyText, row[1], m)
	}
	return t
})

func learn(texts map[string]*event.Meaning, text string, m *event.Meaning) {
	key := string(textKey(nil, text))
	if other, ok := texts[key]; ok && (other == nil || other.Code != m.Code) {
		m = nil
	}
	texts[key] = m
}

func (t *messageTable) message(code string) (*event.Meaning, bool) {
	id, n, ok := messageID(code)
	if !ok || n != len(code) {
		return nil, false
	}
	m, ok := t.byID[id]
	return m, ok
}

// Message returns the meaning of one parameter message, such as "%%2464".
func Message(code string) (*event.Meaning, bool) { return messages().message(code) }

// MessageByText finds a parameter message by the text that Windows shows for
// it, in English or one of the other languages that are known. Blanks, a final
// full stop and the case of letters do not matter. It reports false for a text
// that several messages share. A name that Windows itself writes in English,
// such as that of a key storage provider, has that name as its code.
func MessageByText(text string) (*event.Meaning, bool) {
	m := find(messages().byText, text)
	return m, m != nil
}

func find(texts map[string]*event.Meaning, text string) *event.Meaning {
	if len(text) > 256 {
		return nil
	}
	var buf [64]byte
	return texts[string(textKey(buf[:0], text))]
}

// messageID reads the number of the %%nnnn that s begins with, and how long
// that is.
func messageID(s string) (id uint32, n int, ok bool) {
	if len(s) < 3 || s[0] != '%' || s[1] != '%' {
		return 0, 0, false
	}
	for n = 2; n < len(s) && n < 10 && '0' <= s[n] && s[n] <= '9'; n++ {
		id = id*10 + uint32(s[n]-'0')
	}
	return id, n, n > 2
}

// maxList is more than an event can hold.
const maxList = 64 << 10

// IsMessageList reports whether a value begins with a parameter message and
// goes on after it, as AccessList, AccessReason and UserAccountControl do.
func IsMessageList(s string) bool {
	if len(s) > maxList || !startsMessage(s) {
		return false
	}
	s = strings.TrimLeft(s, " \t\r\n")
	_, n, ok := messageID(s)
	return ok && n < len(s)
}

// MessageList gives the messages of such a value their texts, the GUIDs of Active
// Directory beside them (Properties of a 4662) their names, and leaves the rest of
// its layout as it is. It returns nil when no message in it is known.
// Unlike the meanings of single values the result is newly made.
func MessageList(s string) *event.Meaning {
	var b strings.Builder
	known := false
	for rest := s; ; {
		i := strings.Index(rest, "%%")
		if i < 0 {
			b.WriteString(rest)
			break
		}
		b.WriteString(rest[:i])
		rest = rest[i:]
		id, n, ok := messageID(rest)
		n = max(n, 2)
		if m := messages().byID[id]; ok && m != nil {
			b.WriteString(m.Text)
			known = true
		} else {
			b.WriteString(rest[:n])
		}
		rest = rest[n:]
	}
	if !known {
		return nil
	}
	return &event.Meaning{Code: s, Text: nameGUIDs(b.String())}
}
