package jsonl_test

import (
	"testing"

	"github.com/rulehound/rulehound/normalize/source/jsonl"
)

func TestTexts(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"an object", ` {"a": {"b": 1}}`, "a.b=1"},
		{"something behind it", `{"a": 1} tail`, "a=1"},
		{"empty", `{}`, ""},
		{"cut off", `{"a": `, "error"},
		{"broken", `{"a" 1}`, "error"},
		{"an array", `[1]`, "error"},
		{"nothing", ``, "error"},
	}
	d := jsonl.NewTexts()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := ""
			fs, err := d.Fields(test.text)
			if err != nil {
				got = "error"
			}
			for _, f := range fs {
				name := f.Path
				if name == "" {
					name = f.Name
				}
				got += name + "=" + f.Value.Raw()
			}
			if got != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}
