package framed

import (
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
)

func TestListReader(t *testing.T) {
	long := `{"a":"` + strings.Repeat(`C:\\ \"]}`, 100) + `","hits":"` + strings.Repeat("x", 1000) + `"}`
	tests := []struct {
		name, in, want string
		frames         bool
	}{
		{"long texts", `{"records":[` + long + "," + long + `]}`, `            ` + long + " " + long + `  `, true},
		{"records", `{"records":[{"a":"]}{\"["},{"b":[1]}]}`, `            {"a":"]}{\"["} {"b":[1]}  `, true},
		{"behind other names", "{\"took\":1,\n\"hits\":{\"total\":{\"n\":1},\"hits\":[ {\"x\":1} ]}}\n", "          \n                                 {\"x\":1}    \n", true},
		{"several", "{\"value\":[{\"a\":1}]}\n{\"value\":[{\"b\":1}],\"next\":\"u\"}\n", "          {\"a\":1}  \n          {\"b\":1}             \n", true},
		{"one is none", "{\"value\":[{\"a\":1}]}\n{\"x\":[{\"b\":1}]}\n", "          {\"a\":1}  \n{\"x\":[{\"b\":1}]}\n", true},
		{"Graylog", `{"built_query":"","used_indices":[{"a":1}],"messages":[{"message":{"x":1}}],"fields":[]}`, `                                                       {"message":{"x":1}}              `, true},
		{"Splunk's messages", `{"preview":false,"messages":[{"text":"x"}],"results":[{"a":1}]}`, `                                                      {"a":1}  `, true},
		{"cut off", `{"value":[{"a":1},{"b"`, `          {"a":1} {"b"`, true},
		{"a list of lists", `{"value":[[{"a":1}]]}`, "", false},
		{"a list of texts", `{"value":["a","b"]}`, "", false},
		{"an event with a list", `{"EventID":1,"records":[{"a":1}]}`, "", false},
		{"a deeper list", `{"a":{"records":[{"a":1}]}}`, "", false},
		{"an array", `[{"records":[{"a":1}]}]`, "", false},
		{"nothing", ``, "", false},
	}
	for _, test := range tests {
		if got := framesList([]byte(test.in)); got != test.frames {
			t.Errorf("%s: frames a list: %v", test.name, got)
		}
		if !test.frames {
			continue
		}
		for _, r := range []io.Reader{strings.NewReader(test.in), iotest.OneByteReader(strings.NewReader(test.in))} {
			got, err := io.ReadAll(newListReader(r))
			if err != nil || string(got) != test.want || len(got) != len(test.in) {
				t.Errorf("%s: %v\n got %q\nwant %q", test.name, err, got, test.want)
			}
		}
	}
}

// TestListReaderByBytes: what is followed fast comes out as byte by byte, wherever the
// input is cut.
func TestListReaderByBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	parts := []string{`{"records":[`, `{"a":"`, `\`, `"`, `"`, `\"`, `{`, `}`, `[`, `]`, `,`, `:`, "\n", `"hits":[`, `x`, `]}`, `{}`, strings.Repeat("y", 300)}
	for range 3000 {
		in := `{"records":[`
		for range r.IntN(60) {
			in += parts[r.IntN(len(parts))]
		}
		want := newListReader(nil)
		for i := range len(in) {
			want.pass(in[i])
		}
		want.out = append(want.out, want.held...)
		got := newListReader(strings.NewReader(in))
		got.buf = got.buf[:1+r.IntN(40)]
		if out, err := io.ReadAll(got); err != nil || string(out) != string(want.out) || got.aside != want.aside {
			t.Fatalf("%q by %d bytes: %v\n got %q\nwant %q", in, len(got.buf), err, out, want.out)
		}
	}
}
