package view_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/event"
)

func TestNames(t *testing.T) {
	var names view.Names
	image, user := names.Slot("Image"), names.Slot("TargetUserName", "SubjectUserName")
	kelvin := names.Slot("kelvin")
	for i := range 500 { // make it grow
		names.Slot(fmt.Sprint("Field", i))
	}
	if names.Slot("IMAGE") != image || names.Slot("subjectusername", "targetusername") != user || names.Slot("TargetUserName") == user {
		t.Error("slots are known by the names that they stand for, in any case and order")
	}
	if names.Len() != 504 || len(names.All()) != 504 || !slices.Contains(names.All(), "TargetUserName") {
		t.Errorf("%d slots, names %v", names.Len(), names.All())
	}
	e := view.NewEvent(&names)
	e.Load(&event.Event{Fields: event.Fields{
		{Name: "iMAGE", Value: event.TextValue("1")},
		{Name: "SubjectUserName", Value: event.TextValue("2")},
		{Name: "targetusername", Value: event.TextValue("3")},
		{Name: "Imag", Value: event.TextValue("4")},
		{Name: "x", Path: "Image", Value: event.TextValue("5")},
		{Name: "IMAGE", Path: "image", Value: event.TextValue("6")},
		{Name: "\u212aELVIN", Value: event.TextValue("7")},
		{Name: "", Value: event.TextValue("8")},
	}})
	for slot, want := range map[int]string{image: "1 5 6 ", user: "2 3 ", kelvin: "7 ", names.Slot("TargetUserName"): "3 ", names.Slot("Field7"): ""} {
		got := ""
		for i := range e.Field(slot).Len() {
			got += e.Field(slot).Value(i).Raw() + " "
		}
		if got != want {
			t.Errorf("slot %d has %q, want %q", slot, got, want)
		}
	}
	e.Load(&event.Event{})
	if e.Field(image).Len() != 0 || len(e.Used()) != 0 {
		t.Error("an event leaves nothing behind")
	}
}
