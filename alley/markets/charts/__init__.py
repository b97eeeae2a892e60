"""One description of a chart (ChartSpec); the server draws SVG, the browser a canvas."""
