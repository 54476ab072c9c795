"""What a script finds of texts that are cut: read off the places where their letters really stand."""

HOOK = """() => {
    const drawn = (window.drawnTexts = new Map());
    const proto = CanvasRenderingContext2D.prototype;
    const { fillText, clearRect } = proto;
    proto.fillText = function (text, x, y, ...more) {
        fillText.call(this, text, x, y, ...more);
        const { actualBoundingBoxLeft: l, actualBoundingBoxRight: r } = this.measureText(text);
        const at = this.getTransform();
        const spots = [[x - l, y], [x + r, y]].map(([a, b]) => at.transformPoint(new DOMPoint(a, b)));
        const texts = drawn.get(this.canvas) ?? new Map();
        texts.set(`${text} ${Math.round(x)} ${Math.round(y)}`, { text: String(text), spots });
        drawn.set(this.canvas, texts);
    };
    proto.clearRect = function (...box) {
        clearRect.apply(this, box);
        if (box[2] >= this.canvas.clientWidth - 2) drawn.get(this.canvas)?.clear();
    };
}"""
"""Notes what is written on canvases; to be run before the page's own scripts."""

FOUND = r"""() => {
    const found = new Set();
    const VISIBLE = { checkOpacity: true, checkVisibilityCSS: true, contentVisibilityAuto: true };
    const up = e => e.assignedSlot ?? e.parentElement ?? e.getRootNode().host;
    const chain = e => { const all = []; for (; e; e = up(e)) all.push(e); return all; };
    const style = e => getComputedStyle(e);
    const short = text => text.trim().replace(/\s+/g, " ").slice(0, 70);
    const where = e => chain(e).map(one => {
        const key = [...one.classList].find(name => name.startsWith("st-key-"));
        const named = one.dataset?.panel ?? one.dataset?.control ?? one.dataset?.testid;
        return key ?? (one.id || (named ? `[${named}]` : one.classList.length ? `.${one.classList[0]}` : ""));
    }).filter(Boolean).slice(0, 3).join(" < ");
    const clips = value => /hidden|clip/.test(value);
    const scrolls = value => /auto|scroll/.test(value);
    const forReaders = e => chain(e).some(one => {
        const { clipPath, clip, width, height } = style(one);
        return /inset\((50|100)%/.test(clipPath) || /rect\(0/.test(clip)
            || (parseFloat(width) <= 1 && parseFloat(height) <= 1);
    });
    const seen = [];
    const look = root => {
        for (const e of root.querySelectorAll("*")) {
            if (e.shadowRoot) look(e.shadowRoot);
            if (/^(script|style|option|title|desc|noscript)$/i.test(e.tagName) || e.closest(".katex, math")) continue;
            if (/^(input|textarea)$/i.test(e.tagName)) { field(e); continue; }
            if (e.tagName === "SELECT" && e.checkVisibility() && e.scrollWidth > e.clientWidth + 1) {
                found.add(`cut: ${short(e.selectedOptions[0]?.text ?? "")} | ${where(e)}`);
            }
            const nodes = [...e.childNodes].filter(n => n.nodeType === 3 && n.data.trim());
            if (!nodes.length || !e.checkVisibility(VISIBLE)) continue;
            if (e.closest("[data-testid*=Icon]") || forReaders(e)) continue;
            for (const node of nodes) letters(e, node);
        }
    };
    const folded = e => chain(e).some(one =>
        one.dataset?.testid === "stSidebar" && one.getBoundingClientRect().right <= 0);
    const field = e => {
        const words = e.value || e.placeholder;
        // The whole name of what is chosen there stands below the menu.
        if (folded(e) || e.closest(".st-key-story_row")) return;
        if (!words || !e.checkVisibility() || /range|checkbox|radio|file|hidden/.test(e.type)) return;
        if (e.readOnly && /^https?:/.test(words)) return; // an address to be copied
        if (e.scrollWidth > e.clientWidth + 1) found.add(`cut in its field: ${short(words)} | ${where(e)}`);
    };
    const letters = (e, node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 2 && height > 2);
        if (!boxes.length) return;
        const text = short(node.data);
        if (text.length < 2) return; // an arrow, turned as its picture is
        const [left, right] = [Math.min(...boxes.map(b => b.left)), Math.max(...boxes.map(b => b.right))];
        const [top, bottom] = [Math.min(...boxes.map(b => b.top)), Math.max(...boxes.map(b => b.bottom))];
        if (folded(e)) return;
        let reached = false;
        let away = false;
        for (const one of chain(e)) {
            const { overflowX, overflowY, display } = style(one);
            const box = one.getBoundingClientRect();
            if (one instanceof SVGElement && !(one instanceof SVGSVGElement)) continue;
            if (display === "inline" || display === "contents") continue;
            if (scrolls(overflowX)) {
                reached = true;
                // Scrolled out of its own box, so that it is not to be seen at all by now.
                if (right < box.left || left > box.right) away = true;
            }
            if (scrolls(overflowY) && (bottom < box.top + 1 || top > box.bottom - 1)) away = true;
            if (reached) continue;
            const spare = e instanceof SVGElement ? 4 : 1.5; // a turned letter's box is wider than what is drawn of it
            if (clips(overflowX) && (right > box.right + spare || left < box.left - spare)) {
                found.add(`cut at the side: ${text} | ${where(e)} by ${where(one)}`);
                break;
            }
            if (clips(overflowY) && !away && (bottom > box.bottom + 3 || top < box.top - 3) && box.height > 0) {
                found.add(`cut below: ${text} | ${where(e)} by ${where(one)}`);
                break;
            }
        }
        if (away) return;
        if (!reached && (right > innerWidth + 1 || left < -1)) found.add(`beyond the edge: ${text} | ${where(e)}`);
        const svg = e instanceof SVGElement ? e.ownerSVGElement : null;
        const own = svg ? (style(svg).overflowX === "visible" ? up(svg) : svg)
            : chain(e).find(one => !/^(inline|contents)$/.test(style(one).display));
        const box = own?.getBoundingClientRect();
        if (box && !reached && (right > box.right + 2.5 || left < box.left - 2.5)) {
            found.add(`out of its box: ${text} | ${where(e)}`);
        }
        const layer = chain(e).find(one => style(one).zIndex !== "auto") ?? null;
        const frames = chain(e)
            .filter(one => style(one).overflowX !== "visible" && !(one instanceof SVGElement))
            .map(one => one.getBoundingClientRect());
        for (const b of boxes) {
            const spot = { text, e, layer };
            for (const side of ["left", "top"]) spot[side] = Math.max(b[side], ...frames.map(frame => frame[side]));
            for (const side of ["right", "bottom"]) spot[side] = Math.min(b[side], ...frames.map(frame => frame[side]));
            if (spot.right > spot.left && spot.bottom > spot.top) seen.push(spot);
        }
    };
    look(document);
    seen.sort((one, other) => one.top - other.top);
    seen.forEach((one, i) => {
        for (let k = i + 1; k < seen.length && seen[k].top < one.bottom - 3; k += 1) {
            const other = seen[k];
            if (one.e === other.e || one.layer !== other.layer) continue;
            const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
            const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
            const halo = e => e instanceof SVGElement && parseFloat(style(e).strokeWidth) > 2;
            const least = 0.35 * Math.min(one.bottom - one.top, other.bottom - other.top);
            if (wide > 2 && high > least && !halo(one.e) && !halo(other.e))
                found.add(`over each other: ${one.text} / ${other.text} | ${where(one.e)}`);
        }
    });
    for (const [canvas, texts] of window.drawnTexts ?? []) {
        if (!canvas.isConnected || !canvas.checkVisibility({ checkVisibilityCSS: true })) continue;
        for (const { text, spots } of texts.values()) {
            const [a, b] = spots;
            const beside = Math.max(-Math.min(a.x, b.x), Math.max(a.x, b.x) - canvas.width);
            const over = Math.max(beside, -Math.min(a.y, b.y), Math.max(a.y, b.y) - canvas.height);
            if (over > 2) found.add(`beyond its picture by ${Math.round(over)}: ${short(text)} | ${where(canvas)}`);
            if (/…$/.test(text)) found.add(`shortened: ${short(text)} | ${where(canvas)}`);
        }
    }
    const player = [...document.querySelectorAll("*")].map(e => e.shadowRoot?.querySelector(".player")).find(Boolean);
    const charts = player?.getRootNode().player?.picture?.charts ?? player?.getRootNode().host?.player?.picture?.charts;
    const words = (item, x, y) => item.marktype === "text"
        ? item.items.filter(one => one.text && one.opacity !== 0 && !(one.strokeWidth > 2)).map(({ text, bounds: b }) =>
            ({ text: String(text), left: b.x1 + x, right: b.x2 + x, top: b.y1 + y, bottom: b.y2 + y }))
        : item.marktype === "group"
        ? item.items.flatMap(group => group.items.flatMap(one => words(one, x + (group.x || 0), y + (group.y || 0))))
        : [];
    for (const [name, chart] of Object.entries(charts?.views ?? {})) {
        if (!charts.boxes[name].checkVisibility()) continue;
        const all = words(chart.scenegraph().root, 0, 0);
        all.forEach((one, i) => all.slice(0, i).forEach(other => {
            if (Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
                Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2)
                found.add(`over each other: ${short(one.text)} / ${short(other.text)} | chart ${name}`);
        }));
    }
    return [...found];
}"""
"""Each text that is cut, and where."""
