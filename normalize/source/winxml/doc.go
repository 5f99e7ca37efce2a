// Package winxml reads events from Windows Event XML: one event, an <Events>
// list, events that simply follow one another, Event Viewer's copy with its
// tree markers, events behind a log header on the same line. Namespaces and
// prefixes do not matter, nor do XML declarations and comments between events.
//
// A record has these fields, all of them texts:
//
//   - Section System, by Sigma's names: elements by their own, attributes as
//     Element_Attribute, but TimeCreated/@SystemTime as TimeCreated.
//   - Section EventData: a Data element by its Name attribute, "Data" where it
//     has none, other elements (Binary) by their own name. Elements inside
//     others have the names down to them, joined by dots, as Path.
//   - ProcessingErrorData, DebugData and BinaryEventData stand in Section
//     EventData too, with their own name in front of the Path.
//   - Section UserData: leaf elements, with the Path below UserData.
//   - Attributes outside System: Element.Attribute, such as EventData.Name.
//   - Section Rendering: Message, and RenderedLevel, RenderedTask,
//     RenderedOpcode, RenderedChannel, RenderedProvider and one RenderedKeywords
//     for each keyword.
//
// An empty element is an empty text, unless attributes say all that it has to
// say. Text is kept as it is, with its line ends and the control characters
// that XML forbids and Windows writes; only System's is trimmed.
package winxml
