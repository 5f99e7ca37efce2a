package evtx

import "github.com/rulehound/rulehound/normalize/event"

// place says where in an event a fragment stands, and so how its elements become
// fields. It is small and comparable: templates are planned once per place.
type place struct {
	area area
	path string // of the element around it, in UserData and its like
}

type area uint8

const (
	inNothing   area = iota // the fragment is the event
	inEvent                 // directly in <Event>
	inSystem                //
	inEventData             //
	inUserData              // also any other element directly in <Event>
	inRendering             // <RenderingInfo>
)

func (a area) section() event.Section {
	return [...]event.Section{event.UserData, event.UserData, event.System, event.EventData, event.UserData, event.Rendering}[a]
}
