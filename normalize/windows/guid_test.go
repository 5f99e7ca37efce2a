package windows_test

import (
	"testing"

	"github.com/rulehound/rulehound/normalize/windows"
)

func TestGUID(t *testing.T) {
	const normal = "{54849625-5478-4994-A5BA-3E3B0328C30D}"
	tests := []struct {
		in, code string
		bare     bool
	}{
		{normal, "", false},
		{"{54849625-5478-4994-a5ba-3e3b0328c30d}", normal, false},
		{"54849625-5478-4994-A5BA-3E3B0328C30D", normal, true},
		{"54849625-5478-4994-a5ba-3e3b0328c30d", normal, true},
		{"54849625-5478-4994-a5ba-3e3b0328c30x", "", false},
		{"54849625-5478-4994-a5ba-3e3b0328c30", "", false},
		{"", "", false},
	}
	for _, test := range tests {
		code := ""
		if m := windows.GUID(test.in); m != nil {
			code = m.Code
		}
		if code != test.code || windows.IsBareGUID(test.in) != test.bare {
			t.Errorf("GUID(%q) = %q, IsBareGUID = %t", test.in, code, windows.IsBareGUID(test.in))
		}
	}
}
