package keyvalue

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/blocks"
)

// naiveLabelled looks for the field of each label, and for the label of each field.
func naiveLabelled(fs event.Fields) (out event.Fields) {
	labelOf := func(name string) (label string) {
		for _, f := range fs {
			if f.Name == name+"Label" && f.Value.Raw() != "" {
				label = f.Value.Raw() // the last one
			}
		}
		return label
	}
	has := func(name string) bool {
		for _, f := range fs {
			if f.Name == name {
				return true
			}
		}
		return false
	}
	for _, f := range fs {
		name, ok := strings.CutSuffix(f.Name, "Label")
		switch label := labelOf(f.Name); {
		case label != "":
			f.Name = label
		case ok && has(name) && labelOf(name) != "":
			continue
		}
		out = append(out, f)
	}
	return out
}

func TestLabelled(t *testing.T) {
	for _, pairs := range []string{
		"", "a=1", "a=1 aLabel=B", "aLabel=B a=1 a=2", "aLabel=B aLabel=C a=1", "aLabel= a=1", "aLabel=B aLabel= a=1",
		"aLabel=B", "Label=B a=1", "aLabel=B aLabelLabel=C a=1", "aLabelLabel=C aLabel=B", "aLabel=bLabel bLabel=c a=1 b=2",
	} {
		var fs event.Fields
		for pair := range strings.FieldsSeq(pairs) {
			name, value, _ := strings.Cut(pair, "=")
			fs = append(fs, event.Field{Name: name, Value: event.TextValue(value)})
		}
		want := fmt.Sprint(naiveLabelled(fs))
		if got := fmt.Sprint(labelled(fs)); got != want {
			t.Errorf("%s: %s, want %s", pairs, got, want)
		}
	}
}

// Labels without fields are read in time that grows as they do: looking through all fields
// for each of these takes minutes.
func TestManyLabels(t *testing.T) {
	const many = 1 << 18
	var line strings.Builder
	line.WriteString("CEF:0|V|P|1|S|N|3|")
	for i := range many {
		fmt.Fprintf(&line, "a%dLabel=b ", i)
	}
	fs, ok := blocks.Fields(fields, line.String())
	if len(fs) != len(cefHead)+many || !ok {
		t.Errorf("%d fields, %v", len(fs), ok)
	}
}
