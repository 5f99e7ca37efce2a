package dialect

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// otlp is a log record of OpenTelemetry's protocol in JSON. Its body is an event:
// an object, each member of which is a key beside a value in another object that is
// called as its type, or Event XML, where the receiver was told to leave it raw.
func otlp(t *texts) Dialect {
	return Dialect{
		name:  "otlp",
		signs: []string{"timeUnixNano,body.", "observedTimeUnixNano,body."},
		is: func(fs event.Fields) bool {
			return slices.ContainsFunc(fs, func(f event.Field) bool { return strings.HasPrefix(f.Path, otlpObject) || isRawBody(&f) })
		},
		open: func(fs event.Fields) (inner, wrapping event.Fields) {
			if i := slices.IndexFunc(fs, func(f event.Field) bool { return isRawBody(&f) }); i >= 0 {
				return t.open(fs, i)
			}
			return otlpBody(fs)
		},
		times: []place{{event.Envelope, "timeUnixNano"}},
	}
}

// otlpObject is where a body that is an object stands.
const otlpObject = "body.kvlistValue."

func isRawBody(f *event.Field) bool {
	return f.Path == "body.stringValue" && looksLikeEvent(f.Value.Raw())
}

// otlpBody makes a plain object of a record's body: nothing, where a value stands
// before its key.
func otlpBody(fs event.Fields) (inner, wrapping event.Fields) {
	var keys []string // of the objects around the value at hand
	for _, f := range fs {
		path, ok := strings.CutPrefix(f.Path, "body.")
		if !ok {
			wrapping = append(wrapping, f)
			continue
		}
		depth := strings.Count(path, "kvlistValue.values.")
		if strings.HasSuffix(path, "kvlistValue.values.key") {
			if depth > len(keys)+1 {
				return nil, nil
			}
			keys = append(keys[:depth-1], f.Value.Raw())
			continue
		}
		if depth == 0 || depth > len(keys) {
			return nil, nil
		}
		f.Name, f.Path = keys[depth-1], ""
		if depth > 1 {
			f.Path = strings.Join(keys[:depth], ".")
		}
		inner = append(inner, f)
	}
	return inner, wrapping
}
