package framed

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestHeaderReader(t *testing.T) {
	const in = "<14>1 2024-05-21T09:14:37Z CA01 nxlog - - - {\"a\": \"x\"}\n<14>May 21 x {\"b\": {}}\n{\"c\": 1}\n"
	want := strings.Repeat("\r", 44) + "{\"a\": \"x\"}\n" + strings.Repeat("\r", 13) + "{\"b\": {}}\n{\"c\": 1}\n"
	got, err := io.ReadAll(&headerReader{r: iotest.HalfReader(strings.NewReader(in))})
	if err != nil || string(got) != want || !hasHeader([]byte(in)) {
		t.Errorf("%v, header %v\n got %q\nwant %q", err, hasHeader([]byte(in)), got, want)
	}
	if cut := "<14>May 21 h p: {\"a b\": \"xy"; !hasHeader([]byte(cut)) {
		t.Errorf("%q has no header", cut)
	}
	for _, none := range []string{"{\"a\": 1}\n", "<14>May 21 x {\"a\": 1\n", "<14>May 21 x {\"a\" x", "a,b,\"{\"\"a\"\":1}\"\n", "", "text {\"a\": 1} text\n"} {
		if hasHeader([]byte(none)) {
			t.Errorf("%q has a header", none)
		}
	}
}
