package windows

import "strings"

// ReadScriptMessage appends to dst what the message of one of PowerShell's events says,
// whose texts are laid out in ways of their own. There is no label for data without a
// name, and nothing for events and languages that are not known.
func ReadScriptMessage(dst []Labelled, id uint32, text string) []Labelled {
	switch id {
	case 4103:
		return readPipeline(dst, text)
	case 4104:
		return readScriptBlock(dst, text)
	case 400, 403, 600:
		if _, details, ok := strings.Cut(text, "Details:"); ok {
			return named(dst, "Data", details)
		}
	case 800:
		if line, rest, ok := cutColon(text, "Context Information:"); ok {
			_, line, _ = strings.Cut(line, ":")
			context, details, _ := cutColon(rest, "Details:")
			return named(named(named(dst, "Data", line), "Data", context), "Data", details)
		}
	}
	return dst
}

func named(dst []Labelled, field, value string) []Labelled {
	return append(dst, Labelled{Field: field, Value: strings.Trim(value, "\r\n ")})
}

// cutColon is [strings.Cut] at a label that ends with a colon, of which there are few
// where long commands in base64 stand, and many of any letter.
func cutColon(text, label string) (before, after string, found bool) {
	for end := 0; ; {
		i := strings.IndexByte(text[end:], ':')
		if i < 0 {
			return text, "", false
		}
		if end += i + 1; strings.HasSuffix(text[:end], label) {
			return text[:end-len(label)], text[end:], true
		}
	}
}

// readPipeline reads what a pipeline did (4103): its payload, and below that the
// context in which it did so.
func readPipeline(dst []Labelled, text string) []Labelled {
	payload, rest, ok := strings.Cut(text, "Context:")
	if !ok {
		return dst
	}
	context, user, _ := strings.Cut(rest, "User Data:")
	return named(named(named(dst, "Payload", payload), "ContextInfo", context), "UserData", user)
}

// readScriptBlock reads the text of a script (4104), or the part of it that there
// was room for. The script may hold what looks like the lines below it.
func readScriptBlock(dst []Labelled, text string) []Labelled {
	const id, path = "ScriptBlock ID:", "Path:"
	at := strings.LastIndex(text, id)
	head, script, ok := strings.Cut(text[:max(at, 0)], "):")
	if !ok {
		return dst
	}
	block, file, _ := strings.Cut(text[at+len(id):], path)
	dst = named(named(named(dst, "ScriptBlockText", script), "ScriptBlockId", block), "Path", file)
	if _, count, ok := strings.Cut(head, "("); ok {
		if number, total, ok := strings.Cut(count, " of "); ok {
			dst = named(named(dst, "MessageNumber", number), "MessageTotal", total)
		}
	}
	return dst
}
