"""The parts of a slide: texts, maps, charts and tables as shapes that can be edited. Lengths are points; a slide is 960 × 540."""
