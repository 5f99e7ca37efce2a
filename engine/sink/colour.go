package sink

// ANSI select graphic rendition codes.
const (
	bold = "1"
	dim  = "2"
)

func levelColour(level string) string {
	switch level {
	case "critical":
		return "1;97;41"
	case "high":
		return "1;31"
	case "medium":
		return "1;33"
	case "low":
		return "1;36"
	}
	return "1"
}

func (s *textSink) colour(code, text string) string {
	if !s.paint {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
