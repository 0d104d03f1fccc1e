"""Takes in plain values. Draws them: the page frame, the components, the forms. Knows no stage of the journey."""
