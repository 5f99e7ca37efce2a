package framed

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestLineReader(t *testing.T) {
	long := `{"a":"` + strings.Repeat("x", 100<<10) + `"}`
	for _, test := range []struct{ name, in, want string }{
		{"bulk", "{\"index\":{}}\n{\"a\":1}\n{ \"create\" : { \"_index\": \"x\" } }\r\n" + long + "\n{\"delete\":{\"_id\":\"1\"}}",
			"            \n{\"a\":1}\n                                \r\n" + long + "\n" + strings.Repeat(" ", 22)},
		{"an event called index", "{\"index\":{}}\n{\"index\":{\"a\":1},\"b\":2}\n{\"index\":3}\n", "            \n{\"index\":{\"a\":1},\"b\":2}\n{\"index\":3}\n"},
		{"pairs", "[1700000000.123, {\"a\":1}]\n[[1700000000,{\"m\":\"x\"}],{ \"a\":2}]\nwin.0: [1700000000.123456789, {\"a\":3}]\n",
			"{\"date\":1700000000.123,\"a\":1}]\n{\"date\":1700000000,\"a\":2}]\n{\"date\":1700000000.123456789,\"a\":3}]\n"},
		{"other lines among pairs", "[1700000000, {\"a\":1}]\n[1, {\"a\":2}]\n{\"b\":[1700000000, {\"a\":3}]}\n[1700000000, {}]\n",
			"{\"date\":1700000000,\"a\":1}]\n[1, {\"a\":2}]\n{\"b\":[1700000000, {\"a\":3}]}\n[1700000000, {}]\n"},
	} {
		for _, r := range []io.Reader{strings.NewReader(test.in), iotest.OneByteReader(strings.NewReader(test.in))} {
			r, _ := Reader(r, []byte(test.in))
			got, err := io.ReadAll(r)
			if err != nil || string(got) != test.want {
				t.Errorf("%s: %v\n got %.300q\nwant %.300q", test.name, err, got, test.want)
			}
		}
	}
	for _, none := range []string{"{\"index\":{}}", "{\"index\":{}}\ntext", "{\"index\":\"x\"}\n{\"a\":1}\n", "{\"a\":1}\n{\"index\":{}}\n", "[12345, {\"a\":1}]", "a b: [1700000000, {\"a\":1}]", ""} {
		r := bytes.NewReader(nil)
		if got, _ := Reader(r, []byte(none)); got != io.Reader(r) {
			t.Errorf("%q is read as if its lines had another beginning", none)
		}
	}
}
