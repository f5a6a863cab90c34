"""Pictures and pages made of Results: SVG, one self-contained HTML file, and the explorer's pages.

`viz.svg.svg(view)`, `viz.ranking.ranking_svg(result)`, `viz.html.html(view)`, `viz.pages.render(name, ...)`.
"""
