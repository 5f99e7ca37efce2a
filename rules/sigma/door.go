package sigma

import (
	sigmago "github.com/bradleyjkemp/sigma-go"
	"gopkg.in/yaml.v3"
)

// parse hands the searches to sigma-go and gives each its reading. sigma-go
// gets a document that it can represent: no condition (its grammar refuses
// names and patterns that are fine), no timeframe (always an error), and of a
// list that mixes keywords and maps only the maps.
func parse(searches []*search) error {
	detection := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, s := range searches {
		if !s.broken {
			detection.Content = append(detection.Content, s.key, s.plain())
		}
	}
	document := yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{
		{Kind: yaml.ScalarNode, Tag: "!!str", Value: "detection"}, detection,
	}}
	var rule sigmago.Rule
	if err := document.Decode(&rule); err != nil {
		return err
	}
	for _, s := range searches {
		s.parsed = rule.Detection.Searches[s.key.Value]
	}
	return nil
}

// plain returns the search as a list of maps or, without any, of keywords.
func (s *search) plain() *yaml.Node {
	items := s.maps
	if len(items) == 0 {
		items = s.keywords
	}
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: items}
}
