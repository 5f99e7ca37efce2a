package windows_test

import (
	"fmt"

	"github.com/rulehound/rulehound/normalize/windows"
)

func ExampleClassify() {
	exporter := windows.Account{
		SID:      "S-1-5-21-3457937927-2839227994-823803824-1009",
		Name:     "support$",
		Domain:   "WS7",
		Computer: "WS7.contoso.local",
	}
	class := windows.Classify(exporter, windows.Lists{})
	fmt.Println(class, class.IsSystem())
	// Output: local-dollar false
}

func ExampleMessageByText() {
	m, _ := windows.MessageByText("ユーザー キー。")
	fmt.Println(m.Code, m.Text)
	// Output: %%2500 User key.
}
