package winxml_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
	"github.com/rulehound/rulehound/normalize/source/winxml"
)

// seeds are single events that encoding/xml can read, too.
var seeds = []string{
	`<Event/>`,
	`<Event><System><Channel>Security</Channel></System></Event>`,
	`<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='P' Guid="{A}"/><EventID Qualifiers='16384'>7036</EventID>` +
		`<TimeCreated SystemTime='2015-10-14T19:42:08.1Z'/><Correlation/><Execution ProcessID='520' ThreadID='3496'/><Channel/><Security UserID='S-1-5-18'/></System>` +
		`<EventData Name='x'><Data Name='a'>1</Data><Data Name='a'>2</Data><Data>3</Data><Data Name='e'/><Data Name=''>4</Data><Binary>00FF</Binary></EventData></Event>`,
	`<e:Event xmlns:e='x'><e:UserData><e:EventXML a:b="1"><P1>x &lt;y&gt; &amp; &quot;z&apos;</P1><P2 n='1'/><P3 n='2'>t</P3><Q><R/></Q></e:EventXML></e:UserData></e:Event>`,
	`<Event><EventData><Data Name='a&amp;b'><![CDATA[<x>]]&gt;]]></Data><Data Name='b'>one<!-- two -->three<?four?></Data><ComplexData Name='c'><Data Name='d'>5</Data>6</ComplexData></EventData></Event>`,
	`<Event><RenderingInfo Culture='en-US'><Message>Key
	migration.</Message><Level>Information</Level><Keywords><Keyword>A</Keyword><Keyword>B</Keyword></Keywords></RenderingInfo></Event>`,
	"<Event>\r\n- <System>\r\n  <EventID> 5059 </EventID> \r\n  </System>\r\n- <EventData>\r\n+ <X>\r\n <Y>-</Y>\r\n </X></EventData>\r\n  </Event>",
	`<Event><ProcessingErrorData><ErrorCode>15005</ErrorCode></ProcessingErrorData><DebugData><Message>m</Message></DebugData><BinaryEventData>00</BinaryEventData><Other a="1"><Data Name="n">v</Data></Other>stray</Event>`,
	`<Event a="1"><System>text<Version>1</Version></System><EventData>text</EventData><UserData><A>mixed <B>x</B> text</A></UserData></Event>`,
}

func TestOracle(t *testing.T) {
	for _, in := range append(seeds, `<Event><EventData><Data Name="a&#x41;">&#65;&#x20AC;&#13;&#10;</Data></EventData></Event>`) {
		want, err := oracle([]byte(in))
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		recs, lost, err := read(strings.NewReader(in))
		if err != nil || len(lost) > 0 || len(recs) != 1 {
			t.Errorf("%s: %d records, lost %v, %v", in, len(recs), lost, err)
			continue
		}
		if got := show(recs[0]); got != want {
			t.Errorf("%s:\ngot\n%swant\n%s", in, got, want)
		}
	}
}

// brief shows the records by line, offset and EventID, and the losses by kind.
func brief(recs []*event.Record, lost []error) string {
	var b strings.Builder
	for _, r := range recs {
		id, _ := r.Fields.Get("EventID")
		fmt.Fprintf(&b, "%d:%d=%s ", r.Source.Line, r.Source.Offset, id.Raw())
	}
	for _, err := range lost {
		e, _ := errors.AsType[*loss.Error](err)
		fmt.Fprintf(&b, "%s at %d:%d, %d bytes; ", e.Kind, e.Source.Line, e.Source.Offset, e.Bytes)
	}
	return strings.TrimSpace(b.String())
}

func TestFraming(t *testing.T) {
	one := "<Event><System><EventID>1</EventID></System></Event>" // 52 bytes
	two := "<Event><System><EventID>2</EventID></System></Event>"
	for _, tt := range []struct{ name, in, want string }{
		{"one", one, "1:0=1"},
		{"list", "<?xml version=\"1.0\"?>\r\n<Events>\r\n" + one + two + "</Events>", "3:33=1 3:85=2"},
		{"concatenated", one + two + one, "1:0=1 1:52=2 1:104=1"},
		{"declarations between", one + "\n<?xml version='1.0'?>\n" + two, "1:0=1 3:75=2"},
		{"byte order mark and NULs", "\ufeff" + one + "\x00\x00\ufeff" + two, "1:3=1 1:60=2"},
		{"tree markers", "- " + one + "\r\n- " + two + " \r\n", "1:2=1 2:58=2"},
		{"a marker for itself", "-\n" + one, "2:2=1"},
		{"prefixes", "<x:Events><x:Event><System><EventID>1</EventID></System></x:Event></x:Events>", "1:10=1"},
		{"log header", "<13>Oct 14 19:42:08 DC01 " + one + "\n<13>Oct 14 19:42:09 DC01 " + two, "1:25=1 2:103=2"},
		{"a comment hides an event", "<!-- " + two + " -->" + one, "1:61=1"},
		{"an open comment hides none", "<!-- " + two, "1:5=2"},
		{"doctype", "<!DOCTYPE Events [<!ENTITY a 'b'>]><Events>" + one + "</Events>", "1:43=1"},
		{"other text", "# Title\n\nSome words\n" + one + "\nmore\n", "4:20=1 text between events at 1:0, 15 bytes; text between events at 4:72, 4 bytes;"},
		{"only other text", "abc < d <e f", "text between events at 1:0, 8 bytes;"},
		{"other elements", "<Events><Foo a='b'>" + one + "</Foo></Events>", "1:19=1"},
		{"names that begin alike", "<EventList><Eventual/>" + one + "</EventList>", "1:22=1"},
		{"cut off", one + "<Event><System><EventID>2</Ev", "1:0=1 cut off at the end at 1:52, 29 bytes;"},
		{"cut off in a tag", one + "<Event xmlns='x", "1:0=1 cut off at the end at 1:52, 15 bytes;"},
		{"not closed", "<Event><System><EventID>9" + one, "1:25=1 malformed record at 1:0, 25 bytes;"},
		{"not closed in user data", "<Event><UserData><A>" + strings.Replace(one, "<Event>", "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>", 1),
			"1:20=1 malformed record at 1:0, 20 bytes;"},
		{"wrong end tag", "<Event><System></Event>\n" + one, "2:24=1 malformed record at 1:0, 24 bytes;"},
		{"bare <", "<Event><EventData><Data>a < b</Data></EventData></Event>" + one, "1:56=1 malformed record at 1:0, 56 bytes;"},
		{"attribute without quotes", "<Event a=b/>" + one, "1:12=1 malformed record at 1:0, 12 bytes;"},
		{"too deep", "<Event>" + strings.Repeat("<a>", 64) + one, fmt.Sprintf("1:%d=1 too deeply nested at 1:0, %[1]d bytes;", 7+3*64)},
		{"deep", "<Event>" + strings.Repeat("<a>", 63) + strings.Repeat("</a>", 63) + "</Event>", "1:0="},
		{"long name", "<Event><" + strings.Repeat("n", 5000) + "/></Event>" + one, "1:5018=1 too deeply nested at 1:0, 5018 bytes;"},
	} {
		recs, lost, err := read(strings.NewReader(tt.in))
		if got := brief(recs, lost); got != tt.want || err != nil {
			t.Errorf("%s: got %q, %v, want %q", tt.name, got, err, tt.want)
		}
	}
}

// A value keeps what XML forbids and Windows writes.
func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"a\x01\x00b":           "a\x01\x00b",
		"&#0;&#x1f;":           "\x00\x1f",
		"a\r\n\tb ":            "a\r\n\tb ",
		"AT&T &foo; &#xZZ;":    "AT&T &foo; &#xZZ;",
		"&#xD800;&#1114112;":   "\ufffd\ufffd",
		"bad \xff\xfe utf8":    "bad \ufffd\ufffd utf8",
		"<![CDATA[&lt;]]>&lt;": "&lt;<",
		`ECDH\_P521`:           `ECDH\_P521`,
		" ":                    " ",
		"-":                    "-",
	} {
		recs, lost, err := read(strings.NewReader("<Event><EventData><Data Name='x'>" + in + "</Data></EventData></Event>"))
		if len(recs) != 1 || len(lost) > 0 || err != nil {
			t.Errorf("%q: %d records, lost %v, %v", in, len(recs), lost, err)
			continue
		}
		if got, _ := recs[0].Fields.Get("x"); got.Raw() != want {
			t.Errorf("%q: got %q, want %q", in, got.Raw(), want)
		}
	}
}

// Every name of System is Sigma's, and none of RenderingInfo's can pass for one.
func TestNames(t *testing.T) {
	in := `<Event><System><Provider Name="P" Guid="G" EventSourceName="S"/><EventID Qualifiers="1">2</EventID><Version>3</Version><Level>4</Level><Task>5</Task>
	<Opcode>6</Opcode><Keywords>0x7</Keywords><TimeCreated SystemTime="8"/><EventRecordID>9</EventRecordID><Correlation ActivityID="10" RelatedActivityID="11"/>
	<Execution ProcessID="12" ThreadID="13"/><Channel>14</Channel><Computer>15</Computer><Security UserID="16"/></System>
	<UserData><LogFileCleared xmlns="y"><SubjectUserName k="17">18</SubjectUserName></LogFileCleared></UserData>
	<RenderingInfo Culture="en"><Message>m</Message><Level>l</Level><Task>t</Task><Opcode>o</Opcode><Channel>c</Channel><Provider>p</Provider><Keywords><Keyword>k</Keyword></Keywords></RenderingInfo></Event>`
	want := strings.Join([]string{
		"system Provider_Name=P", "system Provider_Guid=G", "system Provider_EventSourceName=S", "system EventID_Qualifiers=1", "system EventID=2",
		"system Version=3", "system Level=4", "system Task=5", "system Opcode=6", "system Keywords=0x7", "system TimeCreated=8", "system EventRecordID=9",
		"system Correlation_ActivityID=10", "system Correlation_RelatedActivityID=11", "system Execution_ProcessID=12", "system Execution_ThreadID=13",
		"system Channel=14", "system Computer=15", "system Security_UserID=16",
		"userdata SubjectUserName.k=17 (LogFileCleared.SubjectUserName.k)", "userdata SubjectUserName=18 (LogFileCleared.SubjectUserName)",
		"rendering RenderingInfo.Culture=en", "rendering Message=m", "rendering RenderedLevel=l", "rendering RenderedTask=t", "rendering RenderedOpcode=o",
		"rendering RenderedChannel=c", "rendering RenderedProvider=p", "rendering RenderedKeywords=k",
	}, "\n")
	recs, _, _ := read(strings.NewReader(in))
	if len(recs) != 1 {
		t.Fatal("not read")
	}
	var got []string
	for _, f := range recs[0].Fields {
		s := fmt.Sprintf("%s %s=%s", f.Section, f.Name, f.Value.Raw())
		if f.Path != "" {
			s += " (" + f.Path + ")"
		}
		got = append(got, s)
	}
	if g := strings.Join(got, "\n"); g != want {
		t.Errorf("got\n%s\nwant\n%s", g, want)
	}
}

// An input that fails delivers what came before, says what was cut off, and
// ends with the input's error.
func TestInputError(t *testing.T) {
	broken := errors.New("disk on fire")
	recs, lost, err := read(io.MultiReader(strings.NewReader("<Event/><Event><Sys"), iotest.ErrReader(broken)))
	if len(recs) != 1 || len(lost) != 1 || !errors.Is(err, broken) {
		t.Errorf("%d records, lost %v, %v", len(recs), lost, err)
	}
}

// Beginnings without ends, each of which is tried, do not cost the square of
// their number.
func TestNoEnds(t *testing.T) {
	for _, start := range []string{"<!--", "<Event><!--", "<Event><![CDATA[", "<Event><?x", "<Event a='", "<Event><UserData><Event><a>", "<Event ", "<", "<a "} {
		began := time.Now()
		read(strings.NewReader(strings.Repeat(start, 1<<20/len(start)) + "<Event/>"))
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s takes %v", start, took)
		}
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	for _, err := range winxml.Records(ctx, strings.NewReader(strings.Repeat("<Event/>", 1000)), "x") {
		if cancel(); err != nil {
			if !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			return
		}
		n++
	}
	t.Errorf("%d records and no error", n)
}
