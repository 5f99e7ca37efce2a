package windows_test

import (
	"testing"

	"github.com/rulehound/rulehound/normalize/windows"
)

func TestMessage(t *testing.T) {
	tests := []struct{ code, text string }{
		{"%%2464", "Export of persistent cryptographic key."},
		{"%%2465", "Import of persistent cryptographic key."},
		{"%%2499", "Machine key."},
		{"%%2500", "User key."},
		{"%%2432", "Not Available."},
		{"%%2449", "Key export checks failed."},
		{"%%2501", "Key Derivation."},
		{"%%1538", "READ_CONTROL"},
		{"%%1", ""},
		{"%%", ""},
		{"%%2464 ", ""},
		{"%2464", ""},
		{"", ""},
		{"%%99999999999999", ""},
	}
	for _, test := range tests {
		m, ok := windows.Message(test.code)
		if ok != (test.text != "") || ok && (m.Text != test.text || m.Code != test.code) {
			t.Errorf("Message(%q) = %+v, %t, want %q", test.code, m, ok, test.text)
		}
	}
}

func TestMessageByText(t *testing.T) {
	tests := []struct{ text, code string }{
		{"Machine key.", "%%2499"},
		{"Machine key", "%%2499"},
		{" machine KEY. ", "%%2499"},
		{"Machine\u00a0key.", "%%2499"},
		{"Ｍａｃｈｉｎｅ key．", "%%2499"},
		{"Export of persistent cryptographic key.", "%%2464"},
		{"ユーザーキー。", "%%2500"},
		{"ユーザー キー。", "%%2500"},
		{"ユーザー　キー", "%%2500"},
		{"ﾕｰｻﾞｰｷｰ｡", "%%2500"},
		{"マシン キー", "%%2499"},
		{"コンピューター キー。", "%%2499"},
		{"永続的な暗号鍵のエクスポート。", "%%2464"},
		{"永続化された暗号化キーのエクスポート", "%%2464"},
		{"永続的な暗号化キーのインポート。", "%%2465"},
		{"ファイルから永続化されたキーを読み取る。", "%%2458"},
		{"Microsoft ソフトウェアキーストレージプロバイダ", "Microsoft Software Key Storage Provider"},
		{"Machine keys.", ""},
		{"Machine key..", ""},
		{"Enabled", ""}, // several messages say so
		{"", ""},
	}
	for _, test := range tests {
		m, ok := windows.MessageByText(test.text)
		if ok != (test.code != "") || ok && m.Code != test.code {
			t.Errorf("MessageByText(%q) = %+v, %t, want %q", test.text, m, ok, test.code)
		}
	}
}

// Every message of a key event is found by its own text, but for the one that
// other events share.
func TestKeyTextsAreDistinct(t *testing.T) {
	for _, code := range []string{
		"%%2436", "%%2437", "%%2438", "%%2439", "%%2448", "%%2449", "%%2450", "%%2451",
		"%%2456", "%%2457", "%%2458", "%%2459", "%%2464", "%%2465", "%%2480", "%%2481", "%%2482",
		"%%2483", "%%2484", "%%2485", "%%2486", "%%2489", "%%2490", "%%2499", "%%2500", "%%2501",
	} {
		m, ok := windows.Message(code)
		if !ok {
			t.Errorf("no message %s", code)
			continue
		}
		if back, ok := windows.MessageByText(m.Text); !ok || back != m {
			t.Errorf("MessageByText(%q) = %v, want %s", m.Text, back, code)
		}
	}
	if m, ok := windows.MessageByText("Not Available."); ok {
		t.Errorf("MessageByText chose %s of several", m.Code)
	}
}

func TestMessageList(t *testing.T) {
	tests := []struct{ value, text string }{
		{"%%1538\r\n\t\t\t\t%%1541\r\n\t\t\t\t", "READ_CONTROL\r\n\t\t\t\tSYNCHRONIZE\r\n\t\t\t\t"},
		{"\r\n\t\t%%2080\r\n\t\t%%2084", "\r\n\t\tAccount Disabled\r\n\t\t'Normal Account' - Enabled"},
		{"%%8449, %%8451", "Success Added, Failure added"},
		{"%%1538:\t%%1804", "READ_CONTROL:\tGranted by Ownership"},
		{"%%1538, %%7", "READ_CONTROL, %%7"},
		{"%%1538 100%% of it %%", "READ_CONTROL 100%% of it %%"},
		{"%%7, %%8", ""},
	}
	for _, test := range tests {
		m := windows.MessageList(test.value)
		if m == nil {
			if test.text != "" {
				t.Errorf("MessageList(%q) = nil", test.value)
			}
			continue
		}
		if m.Text != test.text || m.Code != test.value {
			t.Errorf("MessageList(%q) = %q, want %q", test.value, m.Text, test.text)
		}
	}
}
