package clock

import (
	"testing"
	"time"
)

// Fuzz holds stamp against time.Parse: what it reads, it reads as that does.
func FuzzStamp(f *testing.F) {
	for _, s := range []string{
		"2024-05-21T09:14:37.4021173Z", "2024-05-21 09:14:37.402", "2024-05-21 09:14:37", "2024-02-29T00:00:00Z", "2023-02-29T00:00:00Z",
		"0000-01-01T00:00:00Z", "9999-12-28T23:59:59.999999999Z", "2024-05-21T09:14:37.Z", "2024-05-21T09:14:60Z", "2024-13-21T09:14:37Z",
		"2024-05-00T09:14:37Z", "2024-05-21T24:00:00Z", "2024-05-21T09:14:37.1234567891Z", "2024-05-21T09:14:37,5Z", "2024-05-21T09:14:37+02:00",
		"2024-05-21T09:1a:37Z", "2024/05-21T09:14:37Z", "", "2024-05-21T09:14:37ZZ", "-024-05-21T09:14:37Z", "2024-05-31T09:14:37Z",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := stamp(s)
		if !ok {
			return
		}
		for _, layout := range append(noZone[:], zuluZone[:]...) {
			if want, err := time.Parse(layout, s); err == nil {
				if !got.Equal(want) {
					t.Fatalf("%q is %v, want %v", s, got, want)
				}
				return
			}
		}
		t.Fatalf("%q is %v, which time.Parse refuses", s, got)
	})
}

func TestStampKnowsTheUsual(t *testing.T) {
	for _, s := range []string{"2024-05-21T09:14:37.4021173Z", "2024-05-21 09:14:37.402", "2024-05-21T09:14:37Z"} {
		if _, ok := stamp(s); !ok {
			t.Errorf("%q is left to time.Parse", s)
		}
	}
}

func BenchmarkStamp(b *testing.B) {
	const s = "2024-05-21 09:14:37.402"
	b.Run("reader=stamp", func(b *testing.B) {
		for b.Loop() {
			stamp(s)
		}
	})
	b.Run("reader=time", func(b *testing.B) {
		for b.Loop() {
			if _, err := time.Parse(noZone[1], s); err != nil {
				b.Fatal(err)
			}
		}
	})
}
