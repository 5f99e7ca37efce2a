package winxml_test

import (
	"strings"
	"testing"
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
