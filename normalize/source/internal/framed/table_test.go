package framed

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestTableReader(t *testing.T) {
	tests := []struct {
		name, in, want string
		tables         bool
	}{
		{"a table", `{"tables":[{"name":"PrimaryResult","columns":[{"name":"A","type":"string"},{"name":"B","type":"int"}],"rows":[["x, ]",1],[null,{"c":[2,3]}]]}]}`,
			"{\"A\":\"x, ]\",\"B\":1}\n{\"A\":null,\"B\":{\"c\":[2,3]}}\n", true},
		{"older", `{"Tables":[{"TableName":"T","Columns":[{"ColumnName":"A","DataType":"String"}],"Rows":[["x\"y"]]},{"TableName":"U","Columns":[{"ColumnName":"B"}],"Rows":[[true]]}]}`,
			"{\"A\":\"x\\\"y\"}\n{\"B\":true}\n", true},
		{"frames", `[{"FrameType":"DataTable","Columns":[{"ColumnName":"A"}],"Rows":[[1], [2]]}]`, "{\"A\":1}\n{\"A\":2}\n", true},
		{"more cells than columns", `{"tables":[{"columns":[{"name":"A"}],"rows":[[1,2]]}]}`, "{\"A\":1,\"Column2\":2}\n", true},
		{"an empty row", `{"tables":[{"columns":[{"name":"A"}],"rows":[[]]}]}`, "{}\n", true},
		{"cut off", `{"tables":[{"columns":[{"name":"A"}],"rows":[["x"],["y`, "{\"A\":\"x\"}\n{\"A\":\"y", true},
		{"rows without columns", `{"rows":[[1]]}`, "", false},
		{"rows of objects", `{"columns":[{"name":"A"}],"rows":[{"a":1}]}`, "", false},
		{"an event", `{"EventID":1,"columns":"x"}`, "", false},
		{"nothing", ``, "", false},
	}
	for _, test := range tests {
		if got := holdsTables([]byte(test.in)); got != test.tables {
			t.Errorf("%s: holds tables: %v", test.name, got)
		}
		if !test.tables {
			continue
		}
		for _, r := range []io.Reader{strings.NewReader(test.in), iotest.OneByteReader(strings.NewReader(test.in))} {
			got, err := io.ReadAll(newTableReader(r))
			if err != nil || string(got) != test.want {
				t.Errorf("%s: %v\n got %q\nwant %q", test.name, err, got, test.want)
			}
		}
	}
}
