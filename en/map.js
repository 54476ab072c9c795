const $specs = (() => {
const CHARTS = {"factor": {"spec": {"$schema": "https://vega.github.io/schema/vega/v6.json", "autosize": {"type": "fit", "contains": "padding"}, "background": "transparent", "padding": {"top": 8, "right": 12}, "width": 600, "height": 470, "style": "cell", "data": [{"name": "cells"}, {"name": "without"}, {"name": "signs"}, {"name": "border", "format": {}}, {"name": "border_names", "format": {}}, {"name": "empty", "format": {}, "values": [{}]}, {"name": "data_0", "source": "cells", "transform": [{"type": "filter", "expr": "isValid(datum[\"x\"]) && isFinite(+datum[\"x\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"]) && isValid(datum[\"value\"]) && isFinite(+datum[\"value\"])"}]}, {"name": "data_1", "source": "without", "transform": [{"type": "filter", "expr": "isValid(datum[\"x\"]) && isFinite(+datum[\"x\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}, {"name": "data_2", "source": "signs", "transform": [{"type": "filter", "expr": "isValid(datum[\"at_x\"]) && isFinite(+datum[\"at_x\"]) && isValid(datum[\"at_y\"]) && isFinite(+datum[\"at_y\"])"}]}, {"name": "data_3", "source": "border", "transform": [{"type": "filter", "expr": "isValid(datum[\"x\"]) && isFinite(+datum[\"x\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}, {"name": "data_4", "source": "border_names", "transform": [{"type": "filter", "expr": "isValid(datum[\"x\"]) && isFinite(+datum[\"x\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}], "signals": [{"name": "fg", "value": "#1A1F27"}, {"name": "page", "value": "#FFFFFF"}, {"name": "x_ticks", "value": [0.5]}, {"name": "x_labels", "value": [""]}, {"name": "y_ticks", "value": [0.5]}, {"name": "y_labels", "value": [""]}, {"name": "columns", "value": 20}, {"name": "rows", "value": 20}, {"name": "across_title", "value": ""}, {"name": "up_title", "value": ""}, {"name": "low", "value": -12}, {"name": "high", "value": 12}, {"name": "below_word", "value": ""}, {"name": "above_word", "value": ""}, {"name": "powers", "value": false}], "marks": [{"name": "layer_0_marks", "type": "rect", "clip": true, "style": ["rect"], "from": {"data": "data_0"}, "encode": {"update": {"fill": {"scale": "fill", "field": "value"}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; x2: \" + (format(datum[\"x2\"], \"\")) + \"; y2: \" + (format(datum[\"y2\"], \"\")) + \"; value: \" + (format(datum[\"value\"], \"\"))"}, "x": {"scale": "x", "field": "x"}, "x2": {"scale": "x", "field": "x2"}, "y": {"scale": "y", "field": "y"}, "y2": {"scale": "y", "field": "y2"}}}}, {"name": "layer_1_marks", "type": "rect", "clip": true, "style": ["rect"], "from": {"data": "data_1"}, "encode": {"update": {"fill": {"signal": "fg"}, "fillOpacity": {"value": 0.12}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; x2: \" + (format(datum[\"x2\"], \"\")) + \"; y2: \" + (format(datum[\"y2\"], \"\"))"}, "x": {"scale": "x", "field": "x"}, "x2": {"scale": "x", "field": "x2"}, "y": {"scale": "y", "field": "y"}, "y2": {"scale": "y", "field": "y2"}}}}, {"name": "layer_2_marks", "type": "text", "clip": true, "style": ["text"], "from": {"data": "data_2"}, "encode": {"update": {"fontSize": {"signal": "clamp(0.62 * min(width / columns, height / rows), 7, 18)"}, "fill": {"field": "ink"}, "description": {"signal": "\"at_x: \" + (format(datum[\"at_x\"], \"\")) + \"; at_y: \" + (format(datum[\"at_y\"], \"\")) + \"; ink: \" + (isValid(datum[\"ink\"]) ? isArray(datum[\"ink\"]) ? join(datum[\"ink\"], ' ') : datum[\"ink\"] : \"\"+datum[\"ink\"]) + \"; sign: \" + (isValid(datum[\"sign\"]) ? isArray(datum[\"sign\"]) ? join(datum[\"sign\"], ' ') : datum[\"sign\"] : \"\"+datum[\"sign\"])"}, "x": {"scale": "x", "field": "at_x"}, "y": {"scale": "y", "field": "at_y"}, "text": {"signal": "isValid(datum[\"sign\"]) ? datum[\"sign\"] : \"\"+datum[\"sign\"]"}, "align": {"value": "center"}, "baseline": {"value": "middle"}}}}, {"name": "layer_3_marks", "type": "rule", "clip": true, "style": ["rule"], "from": {"data": "data_3"}, "encode": {"update": {"opacity": {"value": 0.8}, "stroke": {"signal": "page"}, "strokeCap": {"value": "round"}, "strokeWidth": {"value": 4.5}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; x2: \" + (format(datum[\"x2\"], \"\")) + \"; y2: \" + (format(datum[\"y2\"], \"\"))"}, "x": {"scale": "x", "field": "x"}, "x2": {"scale": "x", "field": "x2"}, "y": {"scale": "y", "field": "y"}, "y2": {"scale": "y", "field": "y2"}}}}, {"name": "layer_4_marks", "type": "rule", "clip": true, "style": ["rule"], "from": {"data": "data_3"}, "encode": {"update": {"stroke": {"signal": "fg"}, "strokeCap": {"value": "round"}, "strokeWidth": {"value": 2}, "strokeDash": {"field": "dash"}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; x2: \" + (format(datum[\"x2\"], \"\")) + \"; y2: \" + (format(datum[\"y2\"], \"\")) + \"; dash: \" + (isValid(datum[\"dash\"]) ? isArray(datum[\"dash\"]) ? join(datum[\"dash\"], ' ') : datum[\"dash\"] : \"\"+datum[\"dash\"])"}, "x": {"scale": "x", "field": "x"}, "x2": {"scale": "x", "field": "x2"}, "y": {"scale": "y", "field": "y"}, "y2": {"scale": "y", "field": "y2"}}}}, {"name": "layer_5_marks", "type": "text", "clip": true, "style": ["text"], "from": {"data": "data_4"}, "encode": {"update": {"stroke": {"signal": "page"}, "strokeWidth": {"value": 5}, "strokeJoin": {"value": "round"}, "align": {"signal": "datum.align"}, "dx": {"signal": "datum.dx"}, "fontSize": {"value": 14}, "fontWeight": {"value": "bold"}, "fill": {"signal": "page"}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; text: \" + (isValid(datum[\"text\"]) ? isArray(datum[\"text\"]) ? join(datum[\"text\"], ' ') : datum[\"text\"] : \"\"+datum[\"text\"])"}, "x": {"scale": "x", "field": "x"}, "y": {"scale": "y", "field": "y"}, "text": {"signal": "isValid(datum[\"text\"]) ? datum[\"text\"] : \"\"+datum[\"text\"]"}, "baseline": {"value": "middle"}}}}, {"name": "layer_6_marks", "type": "text", "clip": true, "style": ["text"], "from": {"data": "data_4"}, "encode": {"update": {"align": {"signal": "datum.align"}, "dx": {"signal": "datum.dx"}, "fontSize": {"value": 14}, "fontWeight": {"value": "bold"}, "fill": {"signal": "fg"}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; text: \" + (isValid(datum[\"text\"]) ? isArray(datum[\"text\"]) ? join(datum[\"text\"], ' ') : datum[\"text\"] : \"\"+datum[\"text\"])"}, "x": {"scale": "x", "field": "x"}, "y": {"scale": "y", "field": "y"}, "text": {"signal": "isValid(datum[\"text\"]) ? datum[\"text\"] : \"\"+datum[\"text\"]"}, "baseline": {"value": "middle"}}}}, {"name": "layer_7_marks", "type": "text", "style": ["text"], "from": {"data": "empty"}, "encode": {"update": {"align": {"value": "left"}, "fontSize": {"value": 14}, "fontWeight": {"value": "bold"}, "fill": {"signal": "fg"}, "x": {"value": 0}, "y": {"value": -14}, "text": {"signal": "'\u2191 ' + up_title"}, "baseline": {"value": "middle"}}}}, {"name": "layer_8_marks", "type": "text", "style": ["text"], "from": {"data": "empty"}, "encode": {"update": {"align": {"value": "right"}, "fontSize": {"value": 14}, "fontWeight": {"value": "bold"}, "fill": {"signal": "fg"}, "x": {"signal": "width"}, "y": {"signal": "height + 34"}, "text": {"signal": "across_title + ' \u2192'"}, "baseline": {"value": "middle"}}}}], "scales": [{"name": "x", "type": "linear", "domain": [0, {"signal": "columns"}], "range": [0, {"signal": "width"}], "nice": false, "zero": false}, {"name": "y", "type": "linear", "domain": [0, {"signal": "rows"}], "range": [{"signal": "height"}, 0], "nice": false, "zero": false}, {"name": "fill", "type": "linear", "domain": [{"signal": "low"}, {"signal": "low / 4"}, 0, {"signal": "high / 4"}, {"signal": "high"}], "range": ["#0B3354", "#56B4E9", "#F6F4EC", "#D55E00", "#591F00"], "clamp": true, "interpolate": "rgb", "zero": false}], "axes": [{"scale": "x", "orient": "bottom", "grid": false, "values": {"signal": "x_ticks"}, "domainColor": {"signal": "fg"}, "labelFlush": true, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "x_labels[floor(datum.value)]"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}, {"scale": "y", "orient": "left", "grid": false, "values": {"signal": "y_ticks"}, "domainColor": {"signal": "fg"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "y_labels[floor(datum.value)]"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}], "legends": [{"direction": "horizontal", "gradientLength": {"signal": "min(width, 520)"}, "gradientThickness": 14, "labelOverlap": false, "offset": 26, "orient": "bottom", "values": {"signal": "width < 460 ? [low, 0, high] : [low, low / 2, 0, high / 2, high]"}, "fill": "fill", "encode": {"labels": {"update": {"text": {"signal": "datum.value == low ? below_word : datum.value == high ? above_word : abs(datum.value) < 0.001 ? '1' : abs(datum.value) < 1.5 ? format(pow(10, datum.value), '.2~g') : '1e' + datum.value"}}}}}], "config": {"axis": {"domainColor": {"signal": "fg"}, "gridColor": {"signal": "fg"}, "gridOpacity": 0.16, "labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelOverlap": "greedy", "tickColor": {"signal": "fg"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "titleFontSize": 14, "titleFontWeight": "normal"}, "legend": {"labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelLimit": 300, "title": null}, "style": {"guide-label": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "guide-title": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "group-title": {"font": "Source Sans, Source Sans Pro, sans-serif", "fontSize": 14, "fontWeight": "normal", "fill": {"signal": "fg"}}, "group-subtitle": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "cell": {"stroke": null}, "text": {"font": "Source Sans, Source Sans Pro, sans-serif"}}}}, "parameters": ["fg", "page", "x_ticks", "x_labels", "y_ticks", "y_labels", "columns", "rows", "across_title", "up_title", "low", "high", "below_word", "above_word", "powers"]}, "linear": {"spec": {"$schema": "https://vega.github.io/schema/vega/v6.json", "autosize": {"type": "fit", "contains": "padding"}, "background": "transparent", "padding": {"top": 8, "right": 12}, "width": 600, "height": 470, "style": "cell", "data": [{"name": "cells"}, {"name": "without"}, {"name": "signs"}, {"name": "border", "format": {}}, {"name": "border_names", "format": {}}, {"name": "empty", "format": {}, "values": [{}]}, {"name": "data_0", "source": "cells", "transform": [{"type": "filter", "expr": "isValid(datum[\"x\"]) && isFinite(+datum[\"x\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"]) && isValid(datum[\"value\"]) && isFinite(+datum[\"value\"])"}]}, {"name": "data_1", "source": "without", "transform": [{"type": "filter", "expr": "isValid(datum[\"x\"]) && isFinite(+datum[\"x\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}, {"name": "data_2", "source": "signs", "transform": [{"type": "filter", "expr": "isValid(datum[\"at_x\"]) && isFinite(+datum[\"at_x\"]) && isValid(datum[\"at_y\"]) && isFinite(+datum[\"at_y\"])"}]}, {"name": "data_3", "source": "border", "transform": [{"type": "filter", "expr": "isValid(datum[\"x\"]) && isFinite(+datum[\"x\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}, {"name": "data_4", "source": "border_names", "transform": [{"type": "filter", "expr": "isValid(datum[\"x\"]) && isFinite(+datum[\"x\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}], "signals": [{"name": "fg", "value": "#1A1F27"}, {"name": "page", "value": "#FFFFFF"}, {"name": "x_ticks", "value": [0.5]}, {"name": "x_labels", "value": [""]}, {"name": "y_ticks", "value": [0.5]}, {"name": "y_labels", "value": [""]}, {"name": "columns", "value": 20}, {"name": "rows", "value": 20}, {"name": "across_title", "value": ""}, {"name": "up_title", "value": ""}, {"name": "low", "value": 0}, {"name": "high", "value": 1}, {"name": "below_word", "value": ""}, {"name": "above_word", "value": ""}, {"name": "powers", "value": false}], "marks": [{"name": "layer_0_marks", "type": "rect", "clip": true, "style": ["rect"], "from": {"data": "data_0"}, "encode": {"update": {"fill": {"scale": "fill", "field": "value"}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; x2: \" + (format(datum[\"x2\"], \"\")) + \"; y2: \" + (format(datum[\"y2\"], \"\")) + \"; value: \" + (format(datum[\"value\"], \"\"))"}, "x": {"scale": "x", "field": "x"}, "x2": {"scale": "x", "field": "x2"}, "y": {"scale": "y", "field": "y"}, "y2": {"scale": "y", "field": "y2"}}}}, {"name": "layer_1_marks", "type": "rect", "clip": true, "style": ["rect"], "from": {"data": "data_1"}, "encode": {"update": {"fill": {"signal": "fg"}, "fillOpacity": {"value": 0.12}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; x2: \" + (format(datum[\"x2\"], \"\")) + \"; y2: \" + (format(datum[\"y2\"], \"\"))"}, "x": {"scale": "x", "field": "x"}, "x2": {"scale": "x", "field": "x2"}, "y": {"scale": "y", "field": "y"}, "y2": {"scale": "y", "field": "y2"}}}}, {"name": "layer_2_marks", "type": "text", "clip": true, "style": ["text"], "from": {"data": "data_2"}, "encode": {"update": {"fontSize": {"signal": "clamp(0.62 * min(width / columns, height / rows), 7, 18)"}, "fill": {"field": "ink"}, "description": {"signal": "\"at_x: \" + (format(datum[\"at_x\"], \"\")) + \"; at_y: \" + (format(datum[\"at_y\"], \"\")) + \"; ink: \" + (isValid(datum[\"ink\"]) ? isArray(datum[\"ink\"]) ? join(datum[\"ink\"], ' ') : datum[\"ink\"] : \"\"+datum[\"ink\"]) + \"; sign: \" + (isValid(datum[\"sign\"]) ? isArray(datum[\"sign\"]) ? join(datum[\"sign\"], ' ') : datum[\"sign\"] : \"\"+datum[\"sign\"])"}, "x": {"scale": "x", "field": "at_x"}, "y": {"scale": "y", "field": "at_y"}, "text": {"signal": "isValid(datum[\"sign\"]) ? datum[\"sign\"] : \"\"+datum[\"sign\"]"}, "align": {"value": "center"}, "baseline": {"value": "middle"}}}}, {"name": "layer_3_marks", "type": "rule", "clip": true, "style": ["rule"], "from": {"data": "data_3"}, "encode": {"update": {"opacity": {"value": 0.8}, "stroke": {"signal": "page"}, "strokeCap": {"value": "round"}, "strokeWidth": {"value": 4.5}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; x2: \" + (format(datum[\"x2\"], \"\")) + \"; y2: \" + (format(datum[\"y2\"], \"\"))"}, "x": {"scale": "x", "field": "x"}, "x2": {"scale": "x", "field": "x2"}, "y": {"scale": "y", "field": "y"}, "y2": {"scale": "y", "field": "y2"}}}}, {"name": "layer_4_marks", "type": "rule", "clip": true, "style": ["rule"], "from": {"data": "data_3"}, "encode": {"update": {"stroke": {"signal": "fg"}, "strokeCap": {"value": "round"}, "strokeWidth": {"value": 2}, "strokeDash": {"field": "dash"}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; x2: \" + (format(datum[\"x2\"], \"\")) + \"; y2: \" + (format(datum[\"y2\"], \"\")) + \"; dash: \" + (isValid(datum[\"dash\"]) ? isArray(datum[\"dash\"]) ? join(datum[\"dash\"], ' ') : datum[\"dash\"] : \"\"+datum[\"dash\"])"}, "x": {"scale": "x", "field": "x"}, "x2": {"scale": "x", "field": "x2"}, "y": {"scale": "y", "field": "y"}, "y2": {"scale": "y", "field": "y2"}}}}, {"name": "layer_5_marks", "type": "text", "clip": true, "style": ["text"], "from": {"data": "data_4"}, "encode": {"update": {"stroke": {"signal": "page"}, "strokeWidth": {"value": 5}, "strokeJoin": {"value": "round"}, "align": {"signal": "datum.align"}, "dx": {"signal": "datum.dx"}, "fontSize": {"value": 14}, "fontWeight": {"value": "bold"}, "fill": {"signal": "page"}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; text: \" + (isValid(datum[\"text\"]) ? isArray(datum[\"text\"]) ? join(datum[\"text\"], ' ') : datum[\"text\"] : \"\"+datum[\"text\"])"}, "x": {"scale": "x", "field": "x"}, "y": {"scale": "y", "field": "y"}, "text": {"signal": "isValid(datum[\"text\"]) ? datum[\"text\"] : \"\"+datum[\"text\"]"}, "baseline": {"value": "middle"}}}}, {"name": "layer_6_marks", "type": "text", "clip": true, "style": ["text"], "from": {"data": "data_4"}, "encode": {"update": {"align": {"signal": "datum.align"}, "dx": {"signal": "datum.dx"}, "fontSize": {"value": 14}, "fontWeight": {"value": "bold"}, "fill": {"signal": "fg"}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; text: \" + (isValid(datum[\"text\"]) ? isArray(datum[\"text\"]) ? join(datum[\"text\"], ' ') : datum[\"text\"] : \"\"+datum[\"text\"])"}, "x": {"scale": "x", "field": "x"}, "y": {"scale": "y", "field": "y"}, "text": {"signal": "isValid(datum[\"text\"]) ? datum[\"text\"] : \"\"+datum[\"text\"]"}, "baseline": {"value": "middle"}}}}, {"name": "layer_7_marks", "type": "text", "style": ["text"], "from": {"data": "empty"}, "encode": {"update": {"align": {"value": "left"}, "fontSize": {"value": 14}, "fontWeight": {"value": "bold"}, "fill": {"signal": "fg"}, "x": {"value": 0}, "y": {"value": -14}, "text": {"signal": "'\u2191 ' + up_title"}, "baseline": {"value": "middle"}}}}, {"name": "layer_8_marks", "type": "text", "style": ["text"], "from": {"data": "empty"}, "encode": {"update": {"align": {"value": "right"}, "fontSize": {"value": 14}, "fontWeight": {"value": "bold"}, "fill": {"signal": "fg"}, "x": {"signal": "width"}, "y": {"signal": "height + 34"}, "text": {"signal": "across_title + ' \u2192'"}, "baseline": {"value": "middle"}}}}], "scales": [{"name": "x", "type": "linear", "domain": [0, {"signal": "columns"}], "range": [0, {"signal": "width"}], "nice": false, "zero": false}, {"name": "y", "type": "linear", "domain": [0, {"signal": "rows"}], "range": [{"signal": "height"}, 0], "nice": false, "zero": false}, {"name": "fill", "type": "linear", "domain": [{"signal": "low"}, {"signal": "high"}], "range": {"scheme": "viridis"}, "clamp": true, "interpolate": "hcl", "zero": false}], "axes": [{"scale": "x", "orient": "bottom", "grid": false, "values": {"signal": "x_ticks"}, "domainColor": {"signal": "fg"}, "labelFlush": true, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "x_labels[floor(datum.value)]"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}, {"scale": "y", "orient": "left", "grid": false, "values": {"signal": "y_ticks"}, "domainColor": {"signal": "fg"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "y_labels[floor(datum.value)]"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}], "legends": [{"direction": "horizontal", "gradientLength": {"signal": "min(width, 520)"}, "gradientThickness": 14, "labelOverlap": false, "offset": 26, "orient": "bottom", "values": {"signal": "[low, (low + high) / 2, high]"}, "fill": "fill", "encode": {"labels": {"update": {"text": {"signal": "datum.value == low ? below_word : datum.value == high ? above_word : format(powers ? pow(10, datum.value) : datum.value, '.2~g')"}}}}}], "config": {"axis": {"domainColor": {"signal": "fg"}, "gridColor": {"signal": "fg"}, "gridOpacity": 0.16, "labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelOverlap": "greedy", "tickColor": {"signal": "fg"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "titleFontSize": 14, "titleFontWeight": "normal"}, "legend": {"labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelLimit": 300, "title": null}, "style": {"guide-label": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "guide-title": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "group-title": {"font": "Source Sans, Source Sans Pro, sans-serif", "fontSize": 14, "fontWeight": "normal", "fill": {"signal": "fg"}}, "group-subtitle": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "cell": {"stroke": null}, "text": {"font": "Source Sans, Source Sans Pro, sans-serif"}}}}, "parameters": ["fg", "page", "x_ticks", "x_labels", "y_ticks", "y_labels", "columns", "rows", "across_title", "up_title", "low", "high", "below_word", "above_word", "powers"]}, "words": {"spec": {"$schema": "https://vega.github.io/schema/vega/v6.json", "autosize": {"type": "fit", "contains": "padding"}, "background": "transparent", "padding": {"top": 8, "right": 12}, "width": 600, "height": 470, "style": "cell", "data": [{"name": "cells"}, {"name": "without"}, {"name": "signs"}, {"name": "border", "format": {}}, {"name": "border_names", "format": {}}, {"name": "empty", "format": {}, "values": [{}]}, {"name": "data_0", "source": "cells", "transform": [{"type": "filter", "expr": "isValid(datum[\"x\"]) && isFinite(+datum[\"x\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}, {"name": "data_1", "source": "without", "transform": [{"type": "filter", "expr": "isValid(datum[\"x\"]) && isFinite(+datum[\"x\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}, {"name": "data_2", "source": "signs", "transform": [{"type": "filter", "expr": "isValid(datum[\"at_x\"]) && isFinite(+datum[\"at_x\"]) && isValid(datum[\"at_y\"]) && isFinite(+datum[\"at_y\"])"}]}, {"name": "data_3", "source": "border", "transform": [{"type": "filter", "expr": "isValid(datum[\"x\"]) && isFinite(+datum[\"x\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}, {"name": "data_4", "source": "border_names", "transform": [{"type": "filter", "expr": "isValid(datum[\"x\"]) && isFinite(+datum[\"x\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}], "signals": [{"name": "fg", "value": "#1A1F27"}, {"name": "page", "value": "#FFFFFF"}, {"name": "x_ticks", "value": [0.5]}, {"name": "x_labels", "value": [""]}, {"name": "y_ticks", "value": [0.5]}, {"name": "y_labels", "value": [""]}, {"name": "columns", "value": 20}, {"name": "rows", "value": 20}, {"name": "across_title", "value": ""}, {"name": "up_title", "value": ""}, {"name": "signs", "value": {"vanishing": "\u2744\ufe0e", "exploding": "\u2739\ufe0e", "healthy": "\u2714\ufe0e", "solved": "\u2605\ufe0e", "early": "\u2026", "not_learning": "\u25cb", "symmetric_units": "\u2261", "zero": "\u2205", "diverged": "\u2716\ufe0e"}}, {"name": "names", "value": {"vanishing": "vanishing", "exploding": "exploding", "healthy": "healthy", "solved": "solved", "early": "early", "not_learning": "not_learning", "symmetric_units": "symmetric_units", "zero": "zero", "diverged": "diverged"}}, {"name": "shown", "value": ["vanishing", "exploding", "healthy", "solved", "early", "not_learning", "symmetric_units", "zero", "diverged"]}], "marks": [{"name": "layer_0_marks", "type": "rect", "clip": true, "style": ["rect"], "from": {"data": "data_0"}, "encode": {"update": {"fill": {"scale": "fill", "field": "word"}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; x2: \" + (format(datum[\"x2\"], \"\")) + \"; y2: \" + (format(datum[\"y2\"], \"\")) + \"; word: \" + (isValid(datum[\"word\"]) ? isArray(datum[\"word\"]) ? join(datum[\"word\"], ' ') : datum[\"word\"] : \"\"+datum[\"word\"])"}, "x": {"scale": "x", "field": "x"}, "x2": {"scale": "x", "field": "x2"}, "y": {"scale": "y", "field": "y"}, "y2": {"scale": "y", "field": "y2"}}}}, {"name": "layer_1_marks", "type": "rect", "clip": true, "style": ["rect"], "from": {"data": "data_1"}, "encode": {"update": {"fill": {"signal": "fg"}, "fillOpacity": {"value": 0.12}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; x2: \" + (format(datum[\"x2\"], \"\")) + \"; y2: \" + (format(datum[\"y2\"], \"\"))"}, "x": {"scale": "x", "field": "x"}, "x2": {"scale": "x", "field": "x2"}, "y": {"scale": "y", "field": "y"}, "y2": {"scale": "y", "field": "y2"}}}}, {"name": "layer_2_marks", "type": "text", "clip": true, "style": ["text"], "from": {"data": "data_2"}, "encode": {"update": {"fontSize": {"signal": "clamp(0.62 * min(width / columns, height / rows), 7, 18)"}, "fill": {"field": "ink"}, "description": {"signal": "\"at_x: \" + (format(datum[\"at_x\"], \"\")) + \"; at_y: \" + (format(datum[\"at_y\"], \"\")) + \"; ink: \" + (isValid(datum[\"ink\"]) ? isArray(datum[\"ink\"]) ? join(datum[\"ink\"], ' ') : datum[\"ink\"] : \"\"+datum[\"ink\"]) + \"; sign: \" + (isValid(datum[\"sign\"]) ? isArray(datum[\"sign\"]) ? join(datum[\"sign\"], ' ') : datum[\"sign\"] : \"\"+datum[\"sign\"])"}, "x": {"scale": "x", "field": "at_x"}, "y": {"scale": "y", "field": "at_y"}, "text": {"signal": "isValid(datum[\"sign\"]) ? datum[\"sign\"] : \"\"+datum[\"sign\"]"}, "align": {"value": "center"}, "baseline": {"value": "middle"}}}}, {"name": "layer_3_marks", "type": "rule", "clip": true, "style": ["rule"], "from": {"data": "data_3"}, "encode": {"update": {"opacity": {"value": 0.8}, "stroke": {"signal": "page"}, "strokeCap": {"value": "round"}, "strokeWidth": {"value": 4.5}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; x2: \" + (format(datum[\"x2\"], \"\")) + \"; y2: \" + (format(datum[\"y2\"], \"\"))"}, "x": {"scale": "x", "field": "x"}, "x2": {"scale": "x", "field": "x2"}, "y": {"scale": "y", "field": "y"}, "y2": {"scale": "y", "field": "y2"}}}}, {"name": "layer_4_marks", "type": "rule", "clip": true, "style": ["rule"], "from": {"data": "data_3"}, "encode": {"update": {"stroke": {"signal": "fg"}, "strokeCap": {"value": "round"}, "strokeWidth": {"value": 2}, "strokeDash": {"field": "dash"}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; x2: \" + (format(datum[\"x2\"], \"\")) + \"; y2: \" + (format(datum[\"y2\"], \"\")) + \"; dash: \" + (isValid(datum[\"dash\"]) ? isArray(datum[\"dash\"]) ? join(datum[\"dash\"], ' ') : datum[\"dash\"] : \"\"+datum[\"dash\"])"}, "x": {"scale": "x", "field": "x"}, "x2": {"scale": "x", "field": "x2"}, "y": {"scale": "y", "field": "y"}, "y2": {"scale": "y", "field": "y2"}}}}, {"name": "layer_5_marks", "type": "text", "clip": true, "style": ["text"], "from": {"data": "data_4"}, "encode": {"update": {"stroke": {"signal": "page"}, "strokeWidth": {"value": 5}, "strokeJoin": {"value": "round"}, "align": {"signal": "datum.align"}, "dx": {"signal": "datum.dx"}, "fontSize": {"value": 14}, "fontWeight": {"value": "bold"}, "fill": {"signal": "page"}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; text: \" + (isValid(datum[\"text\"]) ? isArray(datum[\"text\"]) ? join(datum[\"text\"], ' ') : datum[\"text\"] : \"\"+datum[\"text\"])"}, "x": {"scale": "x", "field": "x"}, "y": {"scale": "y", "field": "y"}, "text": {"signal": "isValid(datum[\"text\"]) ? datum[\"text\"] : \"\"+datum[\"text\"]"}, "baseline": {"value": "middle"}}}}, {"name": "layer_6_marks", "type": "text", "clip": true, "style": ["text"], "from": {"data": "data_4"}, "encode": {"update": {"align": {"signal": "datum.align"}, "dx": {"signal": "datum.dx"}, "fontSize": {"value": 14}, "fontWeight": {"value": "bold"}, "fill": {"signal": "fg"}, "description": {"signal": "\"x: \" + (format(datum[\"x\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; text: \" + (isValid(datum[\"text\"]) ? isArray(datum[\"text\"]) ? join(datum[\"text\"], ' ') : datum[\"text\"] : \"\"+datum[\"text\"])"}, "x": {"scale": "x", "field": "x"}, "y": {"scale": "y", "field": "y"}, "text": {"signal": "isValid(datum[\"text\"]) ? datum[\"text\"] : \"\"+datum[\"text\"]"}, "baseline": {"value": "middle"}}}}, {"name": "layer_7_marks", "type": "text", "style": ["text"], "from": {"data": "empty"}, "encode": {"update": {"align": {"value": "left"}, "fontSize": {"value": 14}, "fontWeight": {"value": "bold"}, "fill": {"signal": "fg"}, "x": {"value": 0}, "y": {"value": -14}, "text": {"signal": "'\u2191 ' + up_title"}, "baseline": {"value": "middle"}}}}, {"name": "layer_8_marks", "type": "text", "style": ["text"], "from": {"data": "empty"}, "encode": {"update": {"align": {"value": "right"}, "fontSize": {"value": 14}, "fontWeight": {"value": "bold"}, "fill": {"signal": "fg"}, "x": {"signal": "width"}, "y": {"signal": "height + 34"}, "text": {"signal": "across_title + ' \u2192'"}, "baseline": {"value": "middle"}}}}], "scales": [{"name": "x", "type": "linear", "domain": [0, {"signal": "columns"}], "range": [0, {"signal": "width"}], "nice": false, "zero": false}, {"name": "y", "type": "linear", "domain": [0, {"signal": "rows"}], "range": [{"signal": "height"}, 0], "nice": false, "zero": false}, {"name": "fill", "type": "ordinal", "domain": ["vanishing", "exploding", "healthy", "solved", "early", "not_learning", "symmetric_units", "zero", "diverged"], "range": ["#56B4E9", "#D55E00", "#009E73", "#7FD8B4", "#F6F4EC", "#999999", "#C7C7C7", "#6E6E6E", "#8A3A00"]}], "axes": [{"scale": "x", "orient": "bottom", "grid": false, "values": {"signal": "x_ticks"}, "domainColor": {"signal": "fg"}, "labelFlush": true, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "x_labels[floor(datum.value)]"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}, {"scale": "y", "orient": "left", "grid": false, "values": {"signal": "y_ticks"}, "domainColor": {"signal": "fg"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "y_labels[floor(datum.value)]"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}], "legends": [{"columns": {"signal": "max(2, floor(width / 190))"}, "offset": 26, "orient": "bottom", "symbolSize": 180, "symbolType": "square", "values": {"signal": "shown"}, "fill": "fill", "direction": "horizontal", "encode": {"labels": {"update": {"text": {"signal": "signs[datum.value] + ' ' + names[datum.value]"}}}}}], "config": {"axis": {"domainColor": {"signal": "fg"}, "gridColor": {"signal": "fg"}, "gridOpacity": 0.16, "labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelOverlap": "greedy", "tickColor": {"signal": "fg"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "titleFontSize": 14, "titleFontWeight": "normal"}, "legend": {"labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelLimit": 300, "title": null}, "style": {"guide-label": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "guide-title": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "group-title": {"font": "Source Sans, Source Sans Pro, sans-serif", "fontSize": 14, "fontWeight": "normal", "fill": {"signal": "fg"}}, "group-subtitle": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "cell": {"stroke": null}, "text": {"font": "Source Sans, Source Sans Pro, sans-serif"}}}}, "parameters": ["fg", "page", "x_ticks", "x_labels", "y_ticks", "y_labels", "columns", "rows", "across_title", "up_title", "signs", "names", "shown"]}};

return { CHARTS };
})();
const $shared_charts = (() => {
// Embeds the Altair charts once and from then on only swaps their rows and parameters.
const { CHARTS } = $specs;

/** @import { Area } from "./cursor.js" */
/** @import { Chart, Scale, Vega } from "../vega.js" */

// Under a strict content security policy Vega interprets its expressions, which is slower.
const INTERPRET = (() => {
  try {
    return !new Function("return true")();
  } catch {
    return true;
  }
})();

/** Parameters that cannot change how much room the words of a chart take. */
const STEADY = ["fg", "clip_word", "page", "theory_word", "seeds_word", "before_word", "falling"];

class Charts {
  /** @param {HTMLElement} host */
  constructor(host) {
    /** @type {Record<string, HTMLElement>} */
    this.boxes = {};
    for (const box of host.querySelectorAll("[data-panel]")) {
      this.boxes[/** @type {HTMLElement} */ (box).dataset.panel ?? ""] = /** @type {HTMLElement} */ (box);
    }
    /** @type {Record<string, Chart>} */
    this.views = {};
    /** @type {Record<string, Record<string, unknown>>} */
    this.known = {};
    /** @type {Record<string, Record<string, object[]>>} */
    this.rows = {};
    /** @type {Set<string>} */
    this.stale = new Set();
    /** Those whose words have had to fit beside the rows of the run before: what lay beyond the new axes took room. @type {Set<string>} */
    this.unfitted = new Set();
    /** Whether each chart is as high as its place is, and how it is drawn: as shapes it stays sharp when enlarged. */
    this.fills = false;
    this.renderer = "canvas";
    /** @type {Set<string>} */
    this.begun = new Set();
    this.closed = false;
  }

  /**
   * Those of the names that are not there yet, one after the other, each seen before the next is begun: else the first
   * picture would wait for all of them.
   * @param {Vega["vegaEmbed"]} vegaEmbed
   * @param {string[]} names
   * @param {() => void} ready called after each
   */
  async embed(vegaEmbed, names, ready) {
    for (const name of names.filter((name) => !this.begun.has(name))) {
      this.begun.add(name);
      await this.draw(vegaEmbed, name);
      ready();
      await painted();
      if (this.closed) return;
    }
  }

  /**
   * @param {Vega["vegaEmbed"]} vegaEmbed
   * @param {string} name
   */
  async draw(vegaEmbed, name) {
    const box = document.createElement("div");
    this.plot(name).append(box);
    const { renderer } = this;
    const options = { mode: "vega", actions: false, renderer, ast: INTERPRET, tooltip: false, hover: false };
    const { view } = await vegaEmbed(box, CHARTS[name].spec, options);
    this.views[name] = view;
    for (const [key, value] of Object.entries(this.known[name] ?? {})) view.signal(key, value);
    this.fitOne(name);
    view.run();
  }

  /**
   * Sets parameters on those charts that have them, and only where something changes.
   * @param {Record<string, unknown>} values
   * @param {string[]} names
   */
  set(values, names = Object.keys(CHARTS)) {
    for (const name of names) {
      for (const key of CHARTS[name].parameters) if (key in values) this.setOne(name, key, values[key]);
    }
  }

  /**
   * @param {string} name
   * @param {string} key
   * @param {unknown} value
   */
  setOne(name, key, value) {
    this.known[name] ??= {};
    const known = this.known[name];
    if (known[key] === value || JSON.stringify(known[key]) === JSON.stringify(value)) return;
    known[key] = value;
    this.views[name]?.signal(key, value);
    this.stale.add(name);
    if (STEADY.includes(key)) return;
    this.unfitted.add(name);
    this.views[name]?.resize();
  }

  /**
   * @param {string} name
   * @param {Record<string, object[]>} sets rows by the name of their data set
   */
  data(name, sets) {
    const view = this.views[name];
    if (!view) return;
    this.rows[name] ??= {};
    const shown = this.rows[name];
    for (const [key, rows] of Object.entries(sets)) {
      // Vega takes every row out and in again, so what stays as it is would cost as much as what moves.
      if (rows === shown[key] || (!rows.length && !shown[key]?.length)) continue;
      shown[key] = rows;
      view.data(key, rows);
    }
    if (this.unfitted.delete(name)) view.resize();
    view.run();
    this.stale.delete(name);
  }

  /** @param {string[]} names those of which only parameters may have changed */
  refresh(names = [...this.stale]) {
    for (const name of names) if (this.stale.delete(name)) this.views[name]?.run();
  }

  fit() {
    for (const name of Object.keys(this.views)) if (this.fitOne(name)) this.views[name].run();
  }

  /** @param {string} name */
  fitOne(name) {
    const view = this.views[name];
    const plot = this.plot(name);
    const place = /** @type {HTMLElement} */ (plot.parentElement);
    const width = plot.clientWidth;
    const given = this.fills ? place.clientHeight : Number.parseFloat(getComputedStyle(place).minHeight);
    const height = given || CHARTS[name].spec.height;
    const drawn = view.renderer() === this.renderer;
    if (!width || (drawn && view.width() === width && view.height() === height)) return false;
    // Drawn otherwise only where it is seen: a hidden one has no size by which to place its legend.
    if (!drawn) view.renderer(this.renderer);
    view.width(width).height(height);
    return true;
  }

  /** @param {boolean} fills whether each chart fills its place */
  fill(fills) {
    this.fills = fills;
    this.renderer = fills ? "svg" : "canvas";
  }

  /** @param {string} name */
  plot(name) {
    return /** @type {HTMLElement} */ (this.boxes[name].querySelector(".chart"));
  }

  /**
   * Where the plot area of a chart lies in its panel.
   * @param {string} name
   * @returns {Area | null}
   */
  area(name) {
    const view = this.views[name];
    if (!view) return null;
    const [x, y] = view.origin();
    const { left, top } = view.padding();
    return { x: x + left, y: y + top, width: view.signal("width"), height: view.signal("height") };
  }

  /**
   * @param {string} name
   * @param {string} which
   * @returns {Scale}
   */
  scale(name, which) {
    return this.views[name].scale(which);
  }

  close() {
    this.closed = true;
    for (const view of Object.values(this.views)) view.finalize();
  }
}

/** Until what was drawn is on the screen: what is done within a frame would come before that. */
const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

return { Charts };
})();
const $shared_moves = (() => {
// What the sliders of the page tell: with it what they move can answer before the page around it is drawn anew.

/** What a slider says when it has moved, with the key of what is to answer: that one tells the page. */
const MOVED = "gradient-moved";
/** What is said by whoever has been given something new to show; it rises to the document. */
const FED = "gradient-fed";

/** @typedef {(move: unknown) => boolean} Tell whether the move was told to the page */

/**
 * Whether this is what has that key: Streamlit writes it on what stands around a component.
 * @param {HTMLElement} host
 * @param {string} key
 */
function isNamed(host, key) {
  const root = host.getRootNode();
  const outermost = root instanceof ShadowRoot ? root.host : host;
  return outermost.closest(`.st-key-${key}`) !== null;
}

/**
 * Passes on the moves of sliders that wait for this element, until what is returned is called.
 * @param {HTMLElement} host
 * @param {Tell} tell
 */
function listenToSliders(host, tell) {
  const moved = (/** @type {Event} */ event) => {
    const { player, move } = /** @type {CustomEvent} */ (event).detail;
    if (isNamed(host, player) && tell(move)) event.preventDefault();
  };
  document.addEventListener(MOVED, moved);
  return () => document.removeEventListener(MOVED, moved);
}

/** @param {HTMLElement} host */
const sayFed = (host) => host.dispatchEvent(new Event(FED, { bubbles: true, composed: true }));

return { listenToSliders, sayFed };
})();
const $shared_theme = (() => {
// The visitor's colours, which the charts follow: as parameters, so that a change of theme embeds nothing anew.
/** @import { Charts } from "./charts.js" */

/** Pictures between two looks at the visitor's theme, of which the page does not tell. */
const EVERY = 15;

class Theme {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   */
  constructor(host, charts) {
    this.host = host;
    this.charts = charts;
    /** Of text and lines. */
    this.ink = "";
    this.unchecked = 0;
  }

  /** The page does not say that its theme has changed, but often feeds the player when it has. */
  check() {
    this.unchecked = 0;
  }

  /** Called at every picture; whether the colours are others now. */
  draw() {
    if (this.unchecked-- > 0) return false;
    this.unchecked = EVERY;
    const ink = getComputedStyle(this.host).color;
    if (ink === this.ink) return false;
    this.ink = ink;
    this.charts.set({ fg: ink, page: getComputedStyle(this.host).getPropertyValue("--st-background-color") });
    this.charts.refresh();
    return true;
  }
}

return { Theme };
})();
const $map_card = (() => {
// One network in words and as a small picture: what was asked of it, its settings, its profile, the way to its run.

/** @import { Cell, Delivery } from "./delivery.d.ts" */

const SVG = "http://www.w3.org/2000/svg";
/** Size of the picture, and the part of it in which the line runs. */
const WIDTH = 260;
const HEIGHT = 104;
const LEFT = 44;
const BOTTOM = 84;
const TOP = 8;
/** Decades on both sides of a level gradient that are always shown, and those within which it is healthy. */
const LEAST = 6;
const HEALTHY = 3;

/**
 * Such as "Weight gain 1.2 · Layers 7".
 * @param {Cell} cell
 * @param {Delivery} map
 */
const settingsOf = ({ at: [column, row] }, { across, up }) =>
  `${across.label} ${across.labels[column]} · ${up.label} ${up.labels[row]}`;

/**
 * Fills a place with what there is to say of a cell; the verdict's sentence comes last, as its length varies.
 * @param {HTMLElement} place
 * @param {Cell} cell
 * @param {Delivery} map
 */
function showCard(place, cell, map) {
  const find = (/** @type {string} */ part) => /** @type {HTMLElement} */ (place.querySelector(`[data-card=${part}]`));
  find("settings").textContent = settingsOf(cell, map);
  find("answer").textContent = `${map.asks}: ${cell.shown}`;
  find("says").textContent = cell.says;
  find("picture").replaceChildren(...(cell.profile.length ? [thumbnail(cell, map.site)] : []));
  const link = /** @type {HTMLAnchorElement} */ (find("open"));
  link.hidden = !cell.link;
  link.href = cell.link;
}

/**
 * The gradient norm along the chain, relative to the last site; the healthy range is shaded.
 * @param {Cell} cell
 * @param {string} site
 */
function thumbnail({ profile, sites }, site) {
  const known = profile.filter((log) => log !== null);
  const low = Math.min(-LEAST, Math.floor(Math.min(...known)));
  const high = Math.max(LEAST, Math.ceil(Math.max(...known)));
  const y = (/** @type {number} */ log) => TOP + ((high - log) / (high - low)) * (BOTTOM - TOP);
  const x = (/** @type {number} */ i) => LEFT + (i / Math.max(1, profile.length - 1)) * (WIDTH - LEFT - 6);
  const picture = element("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
  picture.setAttribute("aria-label", `Gradient norm by ${site}`);
  const band = { x: LEFT, y: y(HEALTHY), width: WIDTH - LEFT - 6, height: y(-HEALTHY) - y(HEALTHY), class: "healthy" };
  picture.append(
    element("rect", band),
    element("path", { class: "axis", d: `M${LEFT} ${TOP}V${BOTTOM}H${WIDTH - 6}` }),
  );
  let pen = "M";
  let path = "";
  profile.forEach((log, i) => {
    // Where there is no number the pen is lifted, for a line across would invent some.
    if (log !== null) path += `${pen}${x(i).toFixed(1)} ${y(log).toFixed(1)}`;
    pen = log === null ? "M" : "L";
  });
  picture.append(element("path", { class: "line", d: path }));
  profile.forEach((log, i) => {
    if (log !== null) picture.append(element("circle", { cx: x(i), cy: y(log), r: 2.5 }));
  });
  for (const log of [low, 0, high]) picture.append(word(LEFT - 5, y(log) + 4, log ? `1e${log}` : "1", "end"));
  picture.append(word(LEFT, HEIGHT - 4, `${site} 1`, "start"), word(WIDTH - 6, HEIGHT - 4, String(sites), "end"));
  return picture;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {string} anchor
 */
function word(x, y, text, anchor) {
  const found = element("text", { x, y, "text-anchor": anchor });
  found.textContent = text;
  return found;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function element(name, attributes) {
  const found = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, String(value));
  return found;
}

return { showCard, settingsOf };
})();
const $map_grid = (() => {
// Which cell is seen where: coarse cells first, and the finer ones over them as they come.

/** @import { Cell, Delivery } from "./delivery.d.ts" */

/** @param {Cell} cell */
const area = ({ box: [x, x2, y, y2] }) => (x2 - x) * (y2 - y);

/**
 * The cells that are known after a delivery; those before it where they belong to the same map.
 * @param {{ key: string, cells: Cell[] }} known
 * @param {Delivery} delivery
 */
function joined(known, { key, from, cells }) {
  const before = known.key === key ? known.cells : [];
  // One delivery may be overtaken by the next: then the page is told how many have come, and sends them again.
  if (from > before.length) return { key, cells: before };
  return { key, cells: [...before.slice(0, from), ...cells] };
}

/**
 * Of each place of the finest grid, row by row, the cell that is seen there.
 * @param {Cell[]} cells
 * @param {number} columns
 * @param {number} rows
 */
function owners(cells, columns, rows) {
  /** @type {(Cell | null)[]} */
  const found = new Array(columns * rows).fill(null);
  for (const cell of coarseFirst(cells)) {
    const [x, x2, y, y2] = cell.box;
    for (let row = y; row < y2; row++) for (let column = x; column < x2; column++) found[row * columns + column] = cell;
  }
  return found;
}

/** @param {Cell[]} cells */
const coarseFirst = (cells) => [...cells].sort((one, other) => area(other) - area(one));

/**
 * The rows of the chart's data sets.
 * @param {Cell[]} cells
 * @param {(Cell | null)[]} owned
 */
function rowsOf(cells, owned) {
  const seen = new Map();
  for (const cell of owned) seen.set(cell, (seen.get(cell) ?? 0) + 1);
  const shown = coarseFirst(cells).filter((cell) => seen.has(cell));
  const boxes = shown.map((cell) => {
    const [x, x2, y, y2] = cell.box;
    return { x, x2, y, y2, [typeof cell.value === "string" ? "word" : "value"]: cell.value };
  });
  const signs = shown.flatMap((cell) => {
    if (!cell.sign) return [];
    const [x, x2, y, y2] = cell.box;
    // Of a cell over which finer ones lie, its own place alone is left for certain.
    const whole = seen.get(cell) === area(cell);
    const [at_x, at_y] = whole ? [(x + x2) / 2, (y + y2) / 2] : [cell.at[0] + 0.5, cell.at[1] + 0.5];
    return [{ at_x, at_y, sign: cell.sign, ink: cell.ink }];
  });
  return {
    cells: boxes.filter((_, i) => shown[i].value !== null),
    without: boxes.filter((_, i) => shown[i].value === null),
    signs,
  };
}

return { joined, owners, rowsOf, coarseFirst };
})();
const $map_hand = (() => {
// The hand on the map: the pointer shows a cell, a click opens its run, a drag chooses what to zoom into; keys do all that.

/** @import { Area } from "../shared/cursor.js" */
/** @typedef {[left: number, right: number, low: number, high: number]} Box in cells */

/** Pixels that a pointer must move before it drags. */
const DRAG = 6;
/** Keys that move by one cell: right and up. @type {Record<string, [number, number]>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

/**
 * @typedef {object} Told what is to be done
 * @property {(column: number, row: number, read: boolean) => void} show
 * @property {(aside: boolean) => void} open the run that is shown; aside, in a tab of its own
 * @property {() => void} pin
 * @property {(box: Box) => void} zoom
 * @property {() => void} out
 * @property {() => [number, number]} where it stands
 * @property {() => [number, number]} size of the grid: columns and rows
 * @property {() => Area | null} area of the cells within the plot
 */

class Hand {
  /**
   * @param {HTMLElement} plot
   * @param {Told} told
   */
  constructor(plot, told) {
    this.plot = plot;
    this.told = told;
    this.brush = /** @type {HTMLElement} */ (plot.parentElement?.querySelector(".brush"));
    /** Where a drag began. @type {{ x: number, y: number } | null} */
    this.begun = null;
    this.dragged = false;
    plot.addEventListener("pointermove", (event) => this.move(event));
    plot.addEventListener("pointerdown", (event) => this.press(event));
    plot.addEventListener("pointerup", (event) => this.release(event));
    plot.addEventListener("pointercancel", () => this.end());
    plot.addEventListener("keydown", (event) => this.key(event));
  }

  /** The pointer in cells, from the lower left corner; null beside them. @param {MouseEvent} event */
  at(event) {
    const area = this.told.area();
    if (!area) return null;
    const { left, top } = this.plot.getBoundingClientRect();
    const [columns, rows] = this.told.size();
    const x = ((event.clientX - left - area.x) / area.width) * columns;
    const y = ((area.y + area.height - (event.clientY - top)) / area.height) * rows;
    return { x, y, inside: x >= 0 && x < columns && y >= 0 && y < rows };
  }

  /** @param {PointerEvent} event */
  move(event) {
    const at = this.at(event);
    if (!at) return;
    if (this.begun) {
      this.dragged ||= Math.hypot(event.clientX - this.begun.x, event.clientY - this.begun.y) > DRAG;
      if (this.dragged) this.draw(event);
    } else if (at.inside) this.told.show(Math.floor(at.x), Math.floor(at.y), false);
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (event.button || !this.at(event)?.inside || event.pointerType === "touch") return;
    this.plot.setPointerCapture(event.pointerId);
    this.begun = { x: event.clientX, y: event.clientY };
    this.dragged = false;
  }

  /** A finger shows the cell, and the card under it leads to its run: a finger shows nothing before it touches. */
  /** @param {PointerEvent} event */
  release(event) {
    const at = this.at(event);
    if (event.pointerType === "touch" && at?.inside) this.told.show(Math.floor(at.x), Math.floor(at.y), true);
    if (!this.begun) return;
    const box = this.boxTo(event);
    const dragged = this.dragged;
    this.end();
    if (dragged && box) this.told.zoom(box);
    else if (!dragged && at?.inside) this.told.open(event.ctrlKey || event.metaKey || event.shiftKey);
  }

  end() {
    this.begun = null;
    this.dragged = false;
    this.brush.hidden = true;
  }

  /**
   * What a drag has chosen: whole cells.
   * @param {PointerEvent} event
   * @returns {Box | null}
   */
  boxTo(event) {
    const from = this.begun && this.at(new MouseEvent("move", { clientX: this.begun.x, clientY: this.begun.y }));
    const to = this.at(event);
    if (!from || !to) return null;
    const [columns, rows] = this.told.size();
    const within = (/** @type {number} */ value, /** @type {number} */ most) => Math.min(Math.max(value, 0), most);
    return [
      Math.floor(within(Math.min(from.x, to.x), columns)),
      Math.ceil(within(Math.max(from.x, to.x), columns)),
      Math.floor(within(Math.min(from.y, to.y), rows)),
      Math.ceil(within(Math.max(from.y, to.y), rows)),
    ];
  }

  /** @param {PointerEvent} event */
  draw(event) {
    const box = this.boxTo(event);
    if (box) placed(this.brush, box, this.told.area(), this.told.size());
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const [column, row] = this.told.where();
    const move = MOVES[event.key];
    if (move) this.told.show(column + move[0], row + move[1], true);
    else if (event.key === "Enter") this.told.open(event.shiftKey);
    else if (event.key === "p") this.told.pin();
    else if (event.key === "+") this.told.zoom(around([column, row], this.told.size()));
    else if (event.key === "-") this.told.out();
    else return;
    event.preventDefault();
  }
}

/**
 * Half of the map around a cell.
 * @param {[number, number]} cell
 * @param {[number, number]} size
 * @returns {Box}
 */
function around(cell, size) {
  const [x, y] = cell.map((at, i) => {
    const half = Math.max(1, Math.round(size[i] / 2));
    return Math.min(Math.max(at - Math.floor(half / 2), 0), size[i] - half);
  });
  return [x, x + Math.max(1, Math.round(size[0] / 2)), y, y + Math.max(1, Math.round(size[1] / 2))];
}

/**
 * Lays an element over cells.
 * @param {HTMLElement} element
 * @param {Box} box
 * @param {Area | null} area
 * @param {[number, number]} size
 */
function placed(element, [left, right, low, high], area, [columns, rows]) {
  element.hidden = !area;
  if (!area) return;
  const [wide, tall] = [area.width / columns, area.height / rows];
  element.style.width = `${(right - left) * wide}px`;
  element.style.height = `${(high - low) * tall}px`;
  element.style.transform = `translate(${area.x + left * wide}px, ${area.y + area.height - high * tall}px)`;
}

return { Hand, around, placed };
})();
const $constants = (() => {
const LANGUAGE = "en";
const MESSAGES = {};
const SIGNS_OF_NUMBERS = [".", ","];
const VIEWS = {"profile": ["watch", "why", "learns"], "loss": ["watch"], "map": ["watch"], "updates": ["watch"], "units": ["watch"], "gates": ["watch"], "links": ["why"], "curve": ["why"], "memory": ["why"]};
const HEADINGS = {"profile": "Gradient norm by {site}", "loss": "Loss and accuracy", "map": "The same through training", "updates": "Weight updates", "units": "Saturated and dead units, similarity", "gates": "Gates along the sequence, similarity", "links": "The links of the chain, multiplied up", "curve": "The activation, and the z it gets", "memory": "The road through the forget gates"};
const TERMS = {"gradient": "Says for every number in the network how the loss would change if that number were a little larger; training follows it downhill.", "gradients": "Says for every number in the network how the loss would change if that number were a little larger; training follows it downhill.", "vanishing": "The gradient shrinks at each step back, until hardly anything of it reaches the first layers: they stand still.", "vanish": "The gradient shrinks at each step back, until hardly anything of it reaches the first layers: they stand still.", "vanishes": "The gradient shrinks at each step back, until hardly anything of it reaches the first layers: they stand still.", "vanished": "The gradient shrinks at each step back, until hardly anything of it reaches the first layers: they stand still.", "exploding": "The gradient grows at each step back, until training takes steps so large that it falls apart.", "explode": "The gradient grows at each step back, until training takes steps so large that it falls apart.", "explodes": "The gradient grows at each step back, until training takes steps so large that it falls apart.", "exploded": "The gradient grows at each step back, until training takes steps so large that it falls apart.", "diverged": "The numbers grew too large for the computer, and training had to end.", "diverges": "The numbers grew too large for the computer, and training had to end.", "diverge": "The numbers grew too large for the computer, and training had to end.", "healthy": "The gradient at the first layer is within 1,000 times of what it is at the last.", "norm": "How large something with many entries is, as one number: its length.", "norms": "How large something with many entries is, as one number: its length.", "layer": "One stage of the network: it takes numbers from the stage before, weighs and bends them, and passes them on.", "layers": "One stage of the network: it takes numbers from the stage before, weighs and bends them, and passes them on.", "time step": "One place in a sequence: the network reads one symbol there and hands what it remembers to the next.", "time steps": "One place in a sequence: the network reads one symbol there and hands what it remembers to the next.", "sequence": "Symbols in an order, which the network reads one after the other.", "sequences": "Symbols in an order, which the network reads one after the other.", "training step": "Once around: look at some samples, measure the loss, find the gradient, and change the weights a little.", "training steps": "Once around: look at some samples, measure the loss, find the gradient, and change the weights a little.", "batch": "The samples that are looked at together in one training step.", "batches": "The samples that are looked at together in one training step.", "batch size": "The samples that are looked at together in one training step.", "loss": "How wrong the answers are, as one number: training makes it smaller.", "losses": "How wrong the answers are, as one number: training makes it smaller.", "training": "Showing the network samples again and again, and changing its weights a little each time.", "trained": "Showing the network samples again and again, and changing its weights a little each time.", "trains": "Showing the network samples again and again, and changing its weights a little each time.", "accuracy": "The share of the answers that are right.", "guess": "What a network reaches that gives the same answer to everything: no better than this is nothing learned.", "chance": "What a network reaches that gives the same answer to everything: no better than this is nothing learned.", "guessing": "What a network reaches that gives the same answer to everything: no better than this is nothing learned.", "weights": "The numbers that training changes: how strongly each unit listens to each unit before it.", "weight": "The numbers that training changes: how strongly each unit listens to each unit before it.", "update": "By how much a training step really changes the weights.", "updates": "By how much a training step really changes the weights.", "learning rate": "How long a stride training takes downhill: too short and nothing happens, too long and it stumbles.", "learning rates": "How long a stride training takes downhill: too short and nothing happens, too long and it stumbles.", "activation": "The function that bends what a unit has added up, such as sigmoid or ReLU, before it is passed on.", "activations": "The function that bends what a unit has added up, such as sigmoid or ReLU, before it is passed on.", "slope": "How steep a curve is at a place: a flat piece lets no gradient through.", "slopes": "How steep a curve is at a place: a flat piece lets no gradient through.", "unit": "One of the many small calculators of a layer, sometimes called a neuron.", "units": "One of the many small calculators of a layer, sometimes called a neuron.", "saturated": "On a part of its curve that is nearly flat, where less than a twentieth of the gradient gets through.", "saturation": "On a part of its curve that is nearly flat, where less than a twentieth of the gradient gets through.", "saturates": "On a part of its curve that is nearly flat, where less than a twentieth of the gradient gets through.", "saturate": "On a part of its curve that is nearly flat, where less than a twentieth of the gradient gets through.", "dead": "On a part of its curve that is exactly flat, for all samples: nothing gets through, and it cannot learn. (For one sample, half of the ReLUs being off is normal.)", "dies": "On a part of its curve that is exactly flat, for all samples: nothing gets through, and it cannot learn. (For one sample, half of the ReLUs being off is normal.)", "die": "On a part of its curve that is exactly flat, for all samples: nothing gets through, and it cannot learn. (For one sample, half of the ReLUs being off is normal.)", "similarity": "How alike different samples look to the network at this place: at 1 it can no longer tell them apart.", "similar": "How alike different samples look to the network at this place: at 1 it can no longer tell them apart.", "alike": "How alike different samples look to the network at this place: at 1 it can no longer tell them apart.", "spread": "How much of the gradient that left the last layer arrives at the first.", "clipping": "Cuts a gradient that is too large down before it is used.", "clipped": "Cuts a gradient that is too large down before it is used.", "gradient clipping": "Cuts a gradient that is too large down before it is used.", "normalization": "Brings what goes into an activation back to a middling size, so that no layer gets too little or too much.", "batch normalization": "Brings what goes into an activation back to a middling size, so that no layer gets too little or too much.", "layer normalization": "Brings what goes into an activation back to a middling size, so that no layer gets too little or too much.", "normalizations": "Brings what goes into an activation back to a middling size, so that no layer gets too little or too much.", "shortcut": "A road around a layer, which numbers and gradients take unchanged.", "shortcuts": "A road around a layer, which numbers and gradients take unchanged.", "residual": "A road around a layer, which numbers and gradients take unchanged.", "gate": "A valve that the network learns to open and shut: 0 lets nothing through, 1 everything.", "gates": "A valve that the network learns to open and shut: 0 lets nothing through, 1 everything.", "forget gate": "A valve that the network learns to open and shut: 0 lets nothing through, 1 everything.", "forget gates": "A valve that the network learns to open and shut: 0 lets nothing through, 1 everything.", "cell": "What a network for sequences repeats at every time step: a plain RNN, an LSTM or a GRU.", "cells": "What a network for sequences repeats at every time step: a plain RNN, an LSTM or a GRU.", "link": "One of the factors by which the gradient is multiplied on a step back: a slope, weights, a normalization.", "links": "One of the factors by which the gradient is multiplied on a step back: a slope, weights, a normalization.", "z": "What a unit has added up, before its activation bends it.", "starting weights": "The weights before training, drawn by chance in a way that was chosen.", "initialization": "The weights before training, drawn by chance in a way that was chosen.", "initialized": "The weights before training, drawn by chance in a way that was chosen.", "optimizer": "The rule that makes of gradients the steps that are taken, such as SGD or Adam.", "optimizers": "The rule that makes of gradients the steps that are taken, such as SGD or Adam.", "dropout": "Switches some units off by chance in every training step, so that none is relied on too much.", "pretraining": "Trains one layer after the other alone, before all of them together.", "pretrained": "Trains one layer after the other alone, before all of them together.", "orthogonal": "Of weights: they turn what comes in without making it longer or shorter.", "rotations": "Of weights: they turn what comes in without making it longer or shorter.", "rotation": "Of weights: they turn what comes in without making it longer or shorter.", "samples": "The single examples that the network looks at: a picture, a point, a sequence.", "sample": "The single examples that the network looks at: a picture, a point, a sequence.", "seed": "A number from which everything that is left to chance is drawn: the first weights, the data and the batches. Another seed gives another run of the same settings.", "seeds": "A number from which everything that is left to chance is drawn: the first weights, the data and the batches. Another seed gives another run of the same settings.", "logarithmic": "Of an axis: every mark stands for so many times more than the one before, so that tiny and huge fit on it."};
const KINDS = {"log": {"bytes": 2, "zero": 0, "nan": 1, "infinite": 2, "first": 3}, "share": {"bytes": 1, "full": 250, "nan": 255}, "code": {"bytes": 1}, "number": {"bytes": 4}};
const ALIGNED = 4;
const STATES = ["gradient norm", "beyond the axis", "zero", "not a number or infinite"];
const SPEEDS = {"slow": 10, "normal": 30, "fast": 90};
const MOMENT = ["at", "view", "speed"];
const SIGNS = {"vanishing": ["\u2744\ufe0e", "#56B4E9"], "exploding": ["\u2739\ufe0e", "#D55E00"], "healthy": ["\u2714\ufe0e", "#009E73"], "solved": ["\u2605\ufe0e", "#009E73"], "early": ["\u2026", "#999999"], "not_learning": ["\u25cb", "#999999"], "symmetric_units": ["\u2261", "#999999"], "zero": ["\u2205", "#999999"], "diverged": ["\u2716\ufe0e", "#D55E00"]};
const PINNED = [["\u2460", "#8B6BC2", [8, 4]], ["\u2461", "#1F9E92", [2, 3]], ["\u2462", "#B07640", [10, 3, 2, 3]]];
const GRADIENT = "#0072B2";
const APPLIED = "#E69F00";
const LINKS = {"slope": "#F0E442", "weight": "#E69F00", "norm": "#999999", "rest": "#CC79A7"};
const ACTIVATION = ["#CC79A7", "#009E73"];
const LINES = {"curve": "f(z)", "slope": "its slope f'(z)", "road": "forget gates alone, multiplied", "cell": "memory gradient, measured", "similarity": "similarity", "expected": "by theory"};
const TYPE = [14, "Source Sans, Source Sans Pro, sans-serif"];
const CLASSES = ["#0072B2", "#E69F00", "#009E73", "#CC79A7"];
const RIGHT = "#009E73";
const NOTHING = "#999999";
const BROKEN = "#D55E00";
const HEALTHY_DECADES = 3;
const SATURATED_SLOPE = 0.05;
const CLIP_UNTOUCHED = 0.995;
const AXIS_STEP = 5;
const MOST_UPDATE = 1;

return { LANGUAGE, MESSAGES, SIGNS_OF_NUMBERS, VIEWS, HEADINGS, TERMS, KINDS, ALIGNED, STATES, SPEEDS, MOMENT, SIGNS, PINNED, GRADIENT, APPLIED, LINKS, ACTIVATION, LINES, TYPE, CLASSES, RIGHT, NOTHING, BROKEN, HEALTHY_DECADES, SATURATED_SLOPE, CLIP_UNTOUCHED, AXIS_STEP, MOST_UPDATE };
})();
const $map_pins = (() => {
// Up to three cells that stay: a numeral on the map, and a card below it for each.
const { PINNED } = $constants;
const { showCard } = $map_card;

/** @import { Atlas } from "./atlas.js" */
/** @import { Cell, Delivery } from "./delivery.d.ts" */

class Pins {
  /** @param {Atlas} atlas */
  constructor(atlas) {
    this.atlas = atlas;
    /** @type {[number, number][]} */
    this.places = [];
    this.told = "";
    this.list = atlas.find(".pins");
    const card = /** @type {HTMLElement} */ (atlas.find(".card"));
    this.marks = PINNED.map(([numeral]) => Object.assign(document.createElement("b"), { textContent: numeral }));
    this.cards = PINNED.map(([numeral], i) => {
      const one = /** @type {HTMLElement} */ (card.cloneNode(true));
      one.classList.add("pinned");
      const button = /** @type {HTMLElement} */ (one.querySelector("[data-control=pin]"));
      button.textContent = "✕";
      button.setAttribute("aria-label", `Let go of ${numeral}`);
      button.addEventListener("click", () => this.keep(this.places.filter((_, k) => k !== i)));
      one.prepend(Object.assign(document.createElement("b"), { textContent: numeral, className: "numeral" }));
      this.list.append(one);
      return one;
    });
    for (const mark of this.marks) mark.className = "mark";
  }

  /** What the page says is pinned, unless it has not heard yet what was turned here. @param {Delivery} map */
  take(map) {
    const said = JSON.stringify(map.pins);
    if (said !== this.told) this.places = map.pins;
    this.told = said;
    this.draw();
  }

  /** Pins a cell, or lets go of it. @param {Cell | null} cell */
  turn(cell) {
    if (!cell) return;
    const others = this.places.filter((place) => String(place) !== String(cell.at));
    if (others.length < this.places.length) this.keep(others);
    else if (others.length < PINNED.length) this.keep([...others, cell.at]);
    else this.atlas.find("[role=status]").textContent = "Three cells are pinned; let go of one first.";
  }

  /** @param {[number, number][]} places */
  keep(places) {
    this.places = places;
    this.atlas.send("pin", `${this.atlas.map?.key}:${places.map((place) => place.join(".")).join(":")}`);
    this.draw();
  }

  draw() {
    const { map } = this.atlas;
    if (!map) return;
    const [columns] = this.atlas.size();
    const here = String(this.atlas.cell()?.at);
    const pinned = this.places.some((place) => String(place) === here);
    this.atlas.find(".card:not(.pinned) [data-control=pin]").textContent = pinned ? "Unpin" : "Pin";
    this.list.hidden = !this.places.length;
    this.cards.forEach((card, i) => {
      const place = this.places[i];
      const cell = place && this.atlas.owned[place[1] * columns + place[0]];
      card.hidden = !place;
      this.marks[i].hidden = !place;
      if (!place) return;
      card.dataset.empty = String(!cell);
      if (cell) showCard(card, { ...cell, at: place }, map);
      this.atlas.place(this.marks[i], [place[0], place[0] + 1, place[1], place[1] + 1]);
    });
  }
}

return { Pins };
})();
const $save_drawn = (() => {
// A layout as a picture: on a canvas, or as SVG.
/** @import { Layout, Part } from "./layout.js" */

/** The next frame of the browser, in which the player draws itself. */
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/**
 * On a canvas, larger than on the screen by ``scale``; each chart is drawn anew for it.
 * @param {Layout} layout
 * @param {number} scale
 */
async function canvasOf(layout, scale) {
  const charts = layout.parts.flatMap((part) => (part.kind === "chart" ? [part] : []));
  const drawn = new Map(
    await Promise.all(charts.map(async (part) => /** @type {const} */ ([part, await part.view.toCanvas(scale)]))),
  );
  const canvas = document.createElement("canvas");
  paint(canvas, layout, scale, (part) => drawn.get(part) ?? null);
  return canvas;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Layout} layout
 * @param {number} scale
 * @param {(part: Part & { kind: "chart" }) => HTMLCanvasElement | null} pictureOf a chart
 */
function paint(canvas, { width, height, parts, ink, page, font }, scale, pictureOf) {
  Object.assign(canvas, { width: width * scale, height: height * scale });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.scale(scale, scale);
  pen.fillStyle = page;
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = ink;
  for (const part of parts) {
    if (part.kind === "text") {
      pen.font = `${part.bold ? 600 : 400} ${part.size}px ${font}`;
      pen.fillText(part.text, part.x, part.y);
    } else if (part.kind === "line") pen.fillRect(part.x, part.y, part.width, part.height);
    else {
      const picture = part.kind === "chart" ? pictureOf(part) : part.canvas;
      pen.imageSmoothingEnabled = part.kind === "chart";
      if (picture) pen.drawImage(picture, part.x, part.y, part.width, part.height);
    }
  }
}

/** @param {Layout} layout */
async function svgOf({ width, height, parts, ink, page, font }) {
  const inside = await Promise.all(parts.map((part) => element(part)));
  const family = escaped(font);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${family}" fill="${ink}">
<rect width="${width}" height="${height}" fill="${page}"/>
${inside.join("\n")}
</svg>`;
}

/** @param {Part} part */
async function element(part) {
  const { x, y } = part;
  if (part.kind === "text") {
    return `<text x="${x}" y="${y}" font-size="${part.size}" font-weight="${part.bold ? 600 : 400}">${escaped(part.text)}</text>`;
  }
  if (part.kind === "chart") return `<g transform="translate(${x},${y})">${await part.view.toSVG()}</g>`;
  const box = `x="${x}" y="${y}" width="${part.width}" height="${part.height}"`;
  if (part.kind === "line") return `<rect ${box}/>`;
  const source = part.canvas.toDataURL();
  return `<image ${box} preserveAspectRatio="none" style="image-rendering: pixelated" href="${source}"/>`;
}

/** @param {string} text */
const escaped = (text) =>
  text.replace(/[&<>"]/g, (letter) => `&${{ "&": "amp", "<": "lt", ">": "gt", '"': "quot" }[letter]};`);

return { canvasOf, paint, svgOf, frame };
})();
const $save_layout = (() => {
// What a picture of charts is made of, and where each part lies: as on the screen, with title, sentence and address.

/** @import { Charts } from "../shared/charts.js" */
/** @import { Chart } from "../vega.js" */

/**
 * @typedef {object} Text
 * @property {"text"} kind
 * @property {string} text
 * @property {number} x
 * @property {number} y of its baseline
 * @property {number} size
 * @property {boolean} bold
 */
/** @typedef {{ kind: "chart", view: Chart, canvas: HTMLCanvasElement | null, x: number, y: number, width: number, height: number }} Drawn */
/** @typedef {{ kind: "pixels", canvas: HTMLCanvasElement, x: number, y: number, width: number, height: number }} Pixels */
/** @typedef {{ kind: "line", x: number, y: number, width: number, height: number }} Line */
/** @typedef {Text | Drawn | Pixels | Line} Part */
/** @typedef {{ width: number, height: number, parts: Part[], ink: string, page: string, font: string }} Layout */
/**
 * @typedef {object} Words
 * @property {string} title
 * @property {string} sentence
 * @property {string} longest that the sentence can become in the course of the run: room is kept for it
 * @property {string} facts of the step
 * @property {string} address
 */

/** Pixels around everything, and sizes of type with the height of their lines. */
const MARGIN = 16;
const TITLE = 20;
const SENTENCE = 17;
const SMALL = 13;
const LINE = 1.35;

/**
 * @param {HTMLElement} host of the player
 * @param {Charts} charts
 * @param {HTMLElement[]} figures that are to be seen
 * @param {Words} words
 * @returns {Layout}
 */
function layout(host, charts, figures, { title, sentence, longest, facts, address }) {
  const style = getComputedStyle(host);
  const font = style.fontFamily;
  const boxes = figures.map((figure) => figure.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const wide = Math.max(...boxes.map((box) => box.right)) - left;
  const high = Math.max(...boxes.map((box) => box.bottom)) - top;
  /** @type {Part[]} */
  const parts = [];
  let y = MARGIN;
  const write = (/** @type {string} */ text, /** @type {number} */ size, bold = false, room = text) => {
    const face = `${bold ? "600" : "400"} ${size}px ${font}`;
    const lines = wrapped(text, wide, face);
    lines.forEach((line, i) => {
      parts.push({ kind: "text", text: line, x: MARGIN, y: y + size + i * size * LINE, size, bold });
    });
    y += size * LINE * Math.max(lines.length, wrapped(room, wide, face).length);
  };
  write(title, TITLE, true);
  write(sentence, SENTENCE, false, longest);
  y += SMALL;
  for (const figure of figures) parts.push(...seen(figure, charts, MARGIN - left, y - top));
  y += high + SMALL;
  write(facts, SMALL);
  write(address, SMALL);
  const even = (/** @type {number} */ pixels) => 2 * Math.ceil(pixels / 2); // as films want it
  const [width, height] = [even(wide + 2 * MARGIN), even(y + MARGIN)];
  return { width, height, parts, ink: style.color, page: style.getPropertyValue("--st-background-color"), font };
}

/**
 * The parts of one figure, moved by so many pixels.
 * @param {HTMLElement} figure
 * @param {Charts} charts
 * @param {number} right
 * @param {number} down
 * @returns {Part[]}
 */
function seen(figure, charts, right, down) {
  const place = (/** @type {Element} */ part) => {
    const { left, top, width, height } = part.getBoundingClientRect();
    return { x: left + right, y: top + down, width, height };
  };
  const heading = /** @type {HTMLElement} */ (figure.querySelector(".heading"));
  const { x, y } = place(heading);
  /** @type {Part[]} */
  const parts = [{ kind: "text", text: heading.textContent ?? "", x, y: y + SENTENCE, size: SENTENCE - 1, bold: true }];
  const view = charts.views[figure.dataset.panel ?? ""];
  const chart = figure.querySelector(".chart canvas, .chart svg");
  for (const canvas of figure.querySelectorAll("canvas")) {
    if (!(view && canvas === chart) && canvas.width && visible(canvas))
      parts.push({ kind: "pixels", canvas, ...place(canvas) });
  }
  if (view && chart) {
    const canvas = chart instanceof HTMLCanvasElement ? chart : null;
    parts.push({ kind: "chart", view, canvas, ...place(chart) });
  }
  for (const cursor of /** @type {NodeListOf<HTMLElement>} */ (figure.querySelectorAll(".cursor"))) {
    if (!cursor.hidden && visible(cursor)) parts.push({ kind: "line", ...place(cursor) });
  }
  return parts;
}

/** @param {Element} part */
const visible = (part) => part.checkVisibility() && part.getBoundingClientRect().width > 0;

/**
 * The text in lines that are not wider than this.
 * @param {string} text
 * @param {number} width
 * @param {string} font
 */
function wrapped(text, width, font) {
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  pen.font = font;
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

return { layout };
})();
const $map_saving = (() => {
// The map as a picture or a drawing, with its sentence and its address.
const { canvasOf, svgOf } = $save_drawn;
const { layout } = $save_layout;

/** @import { Atlas } from "./atlas.js" */

/** Pixels of the picture for one on the screen. */
const SHARP = 2;

class Saving {
  /** @param {Atlas} atlas */
  constructor(atlas) {
    this.atlas = atlas;
    atlas.find("[data-control=png]").addEventListener("click", () => this.png());
    atlas.find("[data-control=svg]").addEventListener("click", () => this.svg());
  }

  look() {
    const { host, charts, map } = this.atlas;
    const { heading = "", scale = "", progress = "", address = "" } = map ?? {};
    const sentence = this.atlas.find("[data-map=theory]").textContent ?? "";
    const words = { title: heading, sentence, longest: sentence, facts: progress, address };
    return layout(host, charts, [charts.boxes[scale]], words);
  }

  async png() {
    const canvas = await canvasOf(this.look(), SHARP);
    canvas.toBlob((blob) => blob && this.hand(blob, "png"));
  }

  async svg() {
    this.hand(new Blob([await svgOf(this.look())], { type: "image/svg+xml" }), "svg");
  }

  /**
   * @param {Blob} blob
   * @param {string} ending
   */
  hand(blob, ending) {
    const href = URL.createObjectURL(blob);
    Object.assign(document.createElement("a"), { href, download: `${this.atlas.map?.file}.${ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }
}

return { Saving };
})();
const $map_atlas = (() => {
// A map: takes the cells as they come, asks for more, draws them, and shows the one that the hand is on.
const { Charts } = $shared_charts;
const { listenToSliders, sayFed } = $shared_moves;
const { Theme } = $shared_theme;
const { settingsOf, showCard } = $map_card;
const { joined, owners, rowsOf } = $map_grid;
const { Hand, placed } = $map_hand;
const { Pins } = $map_pins;
const { Saving } = $map_saving;

/** @import { Send } from "../requests.js" */
/** @import { Vega } from "../vega.js" */
/** @import { Cell, Delivery } from "./delivery.d.ts" */

/** Milliseconds after which an unanswered question is put again. */
const AGAIN = 2000;

class Atlas {
  /**
   * @param {HTMLElement} root of the component
   * @param {Promise<Vega>} vega
   */
  constructor(root, vega) {
    this.host = /** @type {HTMLElement} */ (root.querySelector(".atlas"));
    this.charts = new Charts(this.host);
    this.theme = new Theme(this.host, this.charts);
    /** @type {Delivery | null} */
    this.map = null;
    this.known = { key: "", cells: /** @type {Cell[]} */ ([]) };
    /** What is on the screen: for a moment it is the map before. */
    this.shown = { frame: "", cells: /** @type {Cell[]} */ ([]) };
    /** @type {(Cell | null)[]} */
    this.owned = [];
    /** @type {[number, number]} */
    this.at = [0, 0];
    this.pointed = false;
    /** @type {Send} */
    this.send = () => {};
    /** @type {Send} */
    this.keep = () => {};
    /** @type {number | undefined} */
    this.later = undefined;
    this.pins = new Pins(this);
    this.saving = new Saving(this);
    this.vega = vega;
    for (const [name, plot] of Object.entries(this.charts.boxes)) {
      new Hand(/** @type {HTMLElement} */ (plot.querySelector(".chart")), this.told(name));
    }
    this.listen();
    new ResizeObserver(() => this.fit()).observe(this.host);
    this.tick = this.tick.bind(this);
    requestAnimationFrame(this.tick);
  }

  listen() {
    this.hearNoMore = listenToSliders(this.host, (move) => {
      this.keep("moved", move);
      return this.map !== null;
    });
    this.find("[data-control=stop]").addEventListener("click", () => {
      this.send(this.map?.state === "growing" ? "stop" : "go", this.map?.key);
    });
    this.find("[data-control=out]").addEventListener("click", () => this.send("out", this.map?.key));
    this.find(".card [data-control=pin]").addEventListener("click", () => this.pins.turn(this.cell()));
  }

  /**
   * What the hand may do.
   * @param {string} name of the chart
   * @returns {import("./hand.js").Told}
   */
  told(name) {
    return {
      show: (column, row, read) => this.show(column, row, read),
      open: (aside) => this.open(aside),
      pin: () => this.pins.turn(this.cell()),
      zoom: (box) => this.send("zoom", `${this.map?.key}:${box.join(":")}`),
      out: () => this.map?.zoomed && this.send("out", this.map.key),
      where: () => this.at,
      size: () => this.size(),
      area: () => this.charts.area(name),
    };
  }

  /** @param {string} selector */
  find(selector) {
    return /** @type {HTMLElement} */ (this.host.querySelector(selector));
  }

  /** @returns {[number, number]} */
  size() {
    return [this.map?.across.values.length ?? 1, this.map?.up.values.length ?? 1];
  }

  /** The cell that is seen where the hand stands. @returns {Cell | null} */
  cell() {
    return this.owned[this.at[1] * this.size()[0] + this.at[0]] ?? null;
  }

  /**
   * @param {Delivery} map
   * @param {Send} send
   * @param {Send} keep
   */
  feed(map, send, keep) {
    this.send = send;
    this.keep = keep;
    const other = this.map?.frame !== map.frame;
    this.map = map;
    this.known = joined(this.known, map);
    // A picture of the same axes stays until the new one is covered, so that a moved slider does not empty the map.
    if (other || this.known.cells.length >= map.coarse) this.shown = { frame: map.frame, cells: this.known.cells };
    if (other) {
      this.at = /** @type {[number, number]} */ (this.size().map((size) => Math.floor(size / 2)));
      this.pointed = false;
    }
    this.write(map);
    this.vega.then(({ vegaEmbed }) => this.charts.embed(vegaEmbed, [map.scale], () => this.draw()));
    this.draw();
    sayFed(this.host);
    this.ask();
  }

  /** Asks for what is missing, only while somebody can see it. */
  ask() {
    clearTimeout(this.later);
    if (!this.map || document.hidden) this.later = setTimeout(() => this.ask(), AGAIN);
    else if (this.map.state === "growing" || this.map.ahead_of_page) {
      this.send("more", `${this.map.key}:${this.known.cells.length}`);
      this.later = setTimeout(() => this.ask(), AGAIN);
    }
  }

  /** @param {Delivery} map */
  write(map) {
    const { key, state, progress, border } = map;
    Object.assign(this.host.dataset, { key, state, cells: this.known.cells.length, scale: map.scale });
    this.find("[data-map=progress]").textContent = progress;
    const bar = /** @type {HTMLProgressElement} */ (this.find("progress"));
    Object.assign(bar, { value: this.known.cells.length, max: map.all });
    const stop = /** @type {HTMLButtonElement} */ (this.find("[data-control=stop]"));
    stop.disabled = state === "done";
    stop.textContent = state === "stopped" ? "Go on" : "Stop";
    this.find("[data-control=out]").hidden = !map.zoomed;
    this.find("[data-map=theory]").textContent = border.note && `${border.note} ${border.source}.`;
    for (const [name, box] of Object.entries(this.charts.boxes)) {
      box.hidden = name !== map.scale;
    }
    this.pins.take(map);
  }

  draw() {
    const { map } = this;
    if (!map) return;
    this.charts.set(map.parameters, [map.scale]);
    this.owned = owners(this.shown.cells, ...this.size());
    const { lines, names } = map.border;
    if (this.charts.views[map.scale]) this.charts.fitOne(map.scale);
    this.charts.data(map.scale, { ...rowsOf(this.shown.cells, this.owned), border: lines, border_names: names });
    this.showCell(false);
  }

  fit() {
    if (this.map && this.charts.views[this.map.scale]) this.draw();
  }

  /**
   * @param {number} column
   * @param {number} row
   * @param {boolean} read whether it is said, too
   */
  show(column, row, read) {
    const [columns, rows] = this.size();
    this.at = [Math.min(Math.max(column, 0), columns - 1), Math.min(Math.max(row, 0), rows - 1)];
    this.pointed = true;
    this.showCell(read);
  }

  /** @param {boolean} read */
  showCell(read) {
    const { map } = this;
    const cell = this.cell();
    const card = this.find(".card");
    card.dataset.empty = String(!cell || !this.pointed);
    const cursor = this.find(".here");
    cursor.hidden = !(cell && this.pointed);
    if (!map || !cell || !this.pointed) return;
    const [column, row] = this.at;
    this.host.dataset.at = `${column},${row}`;
    showCard(card, cell, map);
    const box = /** @type {import("./hand.js").Box} */ ([column, column + 1, row, row + 1]);
    this.place(cursor, box);
    this.pins.draw();
    if (read) this.find("[role=status]").textContent = `${settingsOf(cell, map)}. ${cell.shown}. ${cell.says}`;
  }

  /**
   * Lays a mark over cells of the chart that is shown.
   * @param {HTMLElement} mark
   * @param {import("./hand.js").Box} box
   */
  place(mark, box) {
    const name = this.map?.scale ?? "";
    const plot = this.charts.boxes[name]?.querySelector(".plot");
    if (mark.parentElement !== plot) plot?.append(mark);
    placed(mark, box, this.charts.area(name), this.size());
  }

  /** @param {boolean} aside */
  open(aside) {
    const cell = this.cell();
    if (cell?.link) window.open(new URL(cell.link, document.baseURI), aside ? "_blank" : "_self");
  }

  tick() {
    if (!this.host.isConnected) {
      clearTimeout(this.later);
      this.hearNoMore?.();
      this.charts.close();
      return;
    }
    requestAnimationFrame(this.tick);
    this.theme.draw();
  }
}

return { Atlas };
})();
// The door of the map's component: the page calls it with every delivery of cells.
const { Atlas } = $map_atlas;

/** @import { Delivery } from "./map/delivery.d.ts" */
/** @import { Send } from "./requests.js" */

/** @typedef {{ data: Delivery, parentElement: HTMLElement, setTriggerValue: Send, setStateValue: Send }} Component */

const vega = import("./vega.js");

/** @param {Component} component */
export default function ({ data, parentElement, setTriggerValue, setStateValue }) {
  const root = /** @type {HTMLElement & { atlas?: Atlas }} */ (parentElement);
  root.atlas ??= new Atlas(root, vega);
  root.atlas.feed(data, setTriggerValue, setStateValue);
}
