package winxml_test

import (
	"testing"

	"github.com/rulehound/rulehound/normalize/source/winxml"
)

func TestDecoder(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"an event", `<Event><System><EventID>1</EventID></System></Event>`, "system EventID=1"},
		{"a log header before it", `May 21 host: <Event xmlns="x"><EventData><Data Name="A">1</Data></EventData></Event>`, "eventdata A=1"},
		{"data alone", `<EventData xmlns="x"><Data Name="A">a &lt; b</Data></EventData>`, "eventdata A=a < b"},
		{"data in something else", `<DataItem type="x"><EventData><Data Name="A">1</Data></EventData></DataItem>`, "eventdata A=1"},
		{"user data alone", `<UserData><X><A>1</A></X></UserData>`, "userdata A=1"},
		{"cut off", `<Event><EventData><Data Name="A">1</Data><Data Name="B">2`, "erroreventdata A=1"},
		{"none", `<Eventful>1</Eventful>`, "error"},
		{"empty", ``, "error"},
	}
	d := winxml.NewDecoder()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := ""
			fs, err := d.Fields(test.text)
			if err != nil {
				got = "error"
			}
			for _, f := range fs {
				got += f.Section.String() + " " + f.Name + "=" + f.Value.Raw()
			}
			if got != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}
