/* page.js - charts and tables of the report page, drawn from its data. */
"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const S = data.strings;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#882255", "#999933"];
  const SCALE = ["#f7f7f7", "#fff3b2", "#fee391", "#fec44f", "#fe9929", "#d95f0e", "#993404", "#4a1a04"];
  const LIMITS = [0, 0.1, 1, 2, 5, 10, 20, 50];
  const DASHES = ["solid", "dashed", "dotted", [8, 3, 2, 3], [2, 4], [12, 4], [4, 2], [1, 3]];
  const SYMBOLS = ["circle", "rect", "triangle", "diamond", "pin", "roundRect", "arrow", "circle"];
  let charts = [];
  let run = data.runs[0];

  function fill(text, ...values) {
    return text.replace(/\$(\d)/g, (_, i) => values[i - 1]);
  }

  function element(tag, attributes, ...children) {
    const e = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) e.setAttribute(name, value);
    e.append(...children);
    return e;
  }

  /* Figures as people read them. */
  function number(value) {
    if (value === null || value === undefined || Number.isNaN(value)) return S.none;
    const size = Math.abs(value);
    return value.toLocaleString("en", { maximumFractionDigits: size >= 99.95 ? 0 : size >= 0.9995 ? 1 : 2 });
  }
  const percent = (share) => number(share === null ? null : 100 * share) + " " + S.percent;
  function money(usd) {
    if (usd === null) return S.none;
    const size = Math.abs(usd);
    return size >= 3e12 ? number(usd / 1e12) + " tn USD" : size >= 1e9 ? number(usd / 1e9) + " bn USD" : number(usd / 1e6) + " m USD";
  }
  const rounded = (value, factor) => (value === null || value === undefined ? null : Number((value * factor).toPrecision(4)));
  const ink = () => getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();
  const muted = () => getComputedStyle(document.documentElement).getPropertyValue("--muted").trim();
  const rule = () => getComputedStyle(document.documentElement).getPropertyValue("--rule").trim();

  const whole = (scope, metric) => run.horizon.filter((r) => r.scope === scope && r.metric === metric);
  const byMonth = (scope, metric) => run.monthly.filter((r) => r.scope === scope && r.metric === metric);
  const one = (rows, name) => rows.find((r) => r.name === name);

  /* Groups, the largest loss in dollars first. */
  function worst(scope, metric, most) {
    const usd = new Map(whole(scope, "output_lost_usd").map((r) => [r.name, r.mean]));
    const rows = whole(scope, metric).map((r) => ({ ...r, weight: metric === "output_lost_share" ? usd.get(r.name) || 0 : r.mean || 0 }));
    rows.sort((a, b) => b.weight - a.weight || b.mean - a.mean);
    const above = rows.filter((r) => r.mean > 0);
    return (above.length ? above : rows).slice(0, most);
  }

  function download(name, type, text) {
    const url = URL.createObjectURL(new Blob([text], { type }));
    const a = element("a", { href: url, download: name });
    document.body.append(a);
    a.click();
    a.remove();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  function csvText(rows) {
    return rows.map((row) => row.map((cell) => {
      const text = cell === null || cell === undefined ? "" : String(cell);
      return /[",\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
    }).join(",")).join("\n") + "\n";
  }

  /*
   * A chart with its heading, choices and buttons. `option(width, choice)` gives what
   * ECharts draws, `rows(choice)` the same as a table with a header.
   */
  function chart(main, { id, title, note, choices, height, option, rows }) {
    const section = element("section", { id }, element("h2", {}, title));
    if (note) section.append(element("p", { class: "muted" }, note));
    const tools = element("div", { class: "tools" });
    let choice = choices ? choices[0].value : null;
    if (choices && choices.length > 1) {
      const select = element("select", { "aria-label": S.show + ": " + title });
      for (const c of choices) select.append(element("option", { value: c.value }, c.label));
      select.addEventListener("change", () => { choice = select.value; draw(); });
      tools.append(select);
    }
    const box = element("div", { class: "chart", role: "img", "aria-label": title });
    if (height) box.style.height = height + "px";
    const csv = element("button", { type: "button", "aria-label": S.csv + ": " + title }, S.csv);
    const svg = element("button", { type: "button", "aria-label": S.svg + ": " + title }, S.svg);
    tools.append(csv, svg);
    section.append(tools, box);
    main.append(section);
    const picture = echarts.init(box, null, { renderer: "svg" });
    function draw() {
      picture.setOption({
        animation: false, textStyle: { fontFamily: "Helvetica, Arial, sans-serif", color: ink() },
        aria: { enabled: true, label: { enabled: false } }, ...option(box.clientWidth, choice),
      }, true);
    }
    csv.addEventListener("click", () => download(id + ".csv", "text/csv", csvText(rows(choice))));
    svg.addEventListener("click", () => download(id + ".svg", "image/svg+xml", decodeURIComponent(picture.getDataURL({ type: "svg" }).replace(/^data:[^,]*,/, ""))));
    draw();
    charts.push({ picture, box, draw });
  }

  const axisText = () => ({ color: muted(), fontSize: 13 });
  const monthAxis = () => ({ type: "category", data: run.months, axisLabel: axisText(), axisLine: { lineStyle: { color: muted() } } });
  const valueAxis = (name, more) => ({ type: "value", name, nameTextStyle: axisText(), axisLabel: { ...axisText(), hideOverlap: true }, splitLine: { lineStyle: { color: rule() } }, min: 0, ...more });
  const legend = () => ({ type: "scroll", bottom: 0, textStyle: { color: ink(), fontSize: 13 }, pageTextStyle: { color: ink() }, itemWidth: 34 });
  const tip = () => ({ trigger: "axis", confine: true, valueFormatter: number });

  function strip(main) {
    const box = element("div", { class: "strip" });
    function add(name, r, show) {
      if (!r) return;
      box.append(element("div", { class: "figure" }, element("span", {}, name), element("b", {}, show(r.mean)),
        element("span", {}, fill(S.range, show(r.p05), show(r.p95)))));
    }
    add(S.output_lost, one(whole("total", "output_lost_share"), "all"), percent);
    add(S.output_lost_usd, one(whole("total", "output_lost_usd"), "all"), money);
    add(S.value_added_lost, one(whole("total", "value_added_lost_usd"), "all"), money);
    add(S.at_stake, one(whole("total", "output_at_stake_usd"), "all"), money);
    const hit = worst("industry", "output_lost_share", 1)[0];
    if (hit) add(fill(S.hardest_hit, hit.label), hit, percent);
    main.append(box);
  }

  /* Months of the window in which measures begin. */
  function beginnings() {
    const events = run.tables.events, counts = new Map();
    if (!events) return [];
    const from = events.columns.indexOf("from"), name = events.columns.indexOf("name");
    const seen = new Set();
    for (const row of events.rows) {
      const at = run.months.indexOf(String(row[from]).slice(0, 7)), key = row[name] + at;
      if (at <= 0 || seen.has(key)) continue;
      seen.add(key);
      counts.set(at, [...(counts.get(at) || []), row[name]]);
    }
    return [...counts].map(([at, names]) => ({ xAxis: at, name: names.length > 1 ? fill(S.measures_begin, names.length) : names[0] }));
  }

  function fan(main) {
    const rows = ["total", "country", "industry"].flatMap((scope) => byMonth(scope, "output_lost_share"));
    if (!rows.length) return;
    const find = (choice) => rows[Number(choice)];
    chart(main, {
      id: "fan", title: S.fan, note: S.fan_note,
      choices: rows.map((r, i) => ({ value: String(i), label: r.scope === "total" ? S.all : r.label })),
      rows: (c) => [[S.month, "mean", "p05", "p25", "p50", "p75", "p95"], ...run.months.map((m, i) => [m, ...["mean", "p05", "p25", "p50", "p75", "p95"].map((q) => find(c)[q][i])])],
      option(width, c) {
        const r = find(c), at = (q) => r[q].map((v) => rounded(v, 100));
        const band = (low, high, name, opacity) => [
          { type: "line", stack: name, data: at(low), lineStyle: { width: 1, color: COLOURS[0], type: "dotted" }, symbol: "none", silent: true, tooltip: { show: false } },
          { type: "line", stack: name, name, data: at(high).map((v, i) => (v === null ? null : v - at(low)[i])), lineStyle: { width: 1, color: COLOURS[0], type: "dotted" }, symbol: "none", areaStyle: { color: COLOURS[0], opacity }, itemStyle: { color: COLOURS[0] }, silent: true }];
        return {
          grid: { left: 48, right: 16, top: 48, bottom: 64 }, xAxis: { ...monthAxis(), boundaryGap: false }, yAxis: valueAxis(S.percent), legend: { ...legend(), data: [S.median, S.half, S.most] },
          tooltip: { trigger: "axis", confine: true, formatter: (p) => { const i = p[0].dataIndex; return run.months[i] + "<br>" + S.median + " " + percent(r.p50[i]) + "<br>" + fill(S.range, percent(r.p05[i]), percent(r.p95[i])); } },
          series: [...band("p05", "p95", S.most, 0.2), ...band("p25", "p75", S.half, 0.35),
            { type: "line", name: S.median, data: at("p50"), symbol: "none", lineStyle: { width: 3, color: COLOURS[0] }, itemStyle: { color: COLOURS[0] },
              markLine: { silent: true, symbol: "none", lineStyle: { type: "dashed", color: muted() }, label: { formatter: "{b}", color: muted(), fontSize: 12, position: "insideEndTop", show: width > 600 }, data: beginnings() } }],
        };
      },
    });
  }

  function heat(main, { id, title, note, scope, metric, most }) {
    const groups = worst(scope, metric, most), months = byMonth(scope, metric);
    const rows = groups.map((g) => ({ ...g, months: (one(months, g.name) || { mean: [] }).mean })).filter((g) => g.months.length);
    if (!rows.length) return;
    chart(main, {
      id, title, note, height: 150 + 24 * rows.length,
      rows: () => [["name", "label", ...run.months], ...rows.map((r) => [r.name, r.label, ...r.months])],
      option(width) {
        const left = Math.min(scope === "element" ? 48 : 300, width * 0.42);
        return {
          grid: { left, right: 16, top: 8, bottom: 96 }, xAxis: { ...monthAxis(), splitArea: { show: false } },
          yAxis: { type: "category", inverse: true, data: rows.map((r) => r.label), axisLabel: { ...axisText(), color: ink(), width: left - 12, overflow: "truncate", interval: 0 }, axisTick: { show: false }, axisLine: { show: false } },
          visualMap: { type: "piecewise", orient: "horizontal", left: "center", bottom: 0, itemWidth: 22, itemGap: width < 600 ? 4 : 12, textStyle: { color: ink(), fontSize: 12 },
            pieces: LIMITS.map((from, i) => ({ gte: from, lt: i + 1 < LIMITS.length ? LIMITS[i + 1] : 101, color: SCALE[i], label: (i ? "\u2265 " : "") + from + (width < 600 ? "" : " %") })) },
          tooltip: { confine: true, formatter: (p) => rows[p.value[1]].label.replace(/[&<>"]/g, "") + ", " + run.months[p.value[0]] + ": " + number(p.value[2]) + " %" },
          series: [{ type: "heatmap", data: rows.flatMap((r, y) => r.months.map((v, x) => [x, y, rounded(v, 100)])), itemStyle: { borderWidth: 0.5, borderColor: "#ffffff" } }],
        };
      },
    });
  }

  function ranked(main) {
    const rows = worst("industry", "output_lost_share", 20);
    if (!rows.length) return;
    chart(main, {
      id: "ranked", title: S.ranked, note: S.ranked_note, height: 90 + 27 * rows.length,
      rows: () => [["name", "label", "mean", "p05", "p25", "p50", "p75", "p95"], ...rows.map((r) => [r.name, r.label, r.mean, r.p05, r.p25, r.p50, r.p75, r.p95])],
      option(width) {
        const left = Math.min(300, width * 0.42);
        return {
          grid: { left, right: 24, top: 8, bottom: 40 }, xAxis: valueAxis(S.percent, { nameLocation: "end" }),
          yAxis: { type: "category", inverse: true, data: rows.map((r) => r.label), axisLabel: { ...axisText(), color: ink(), width: left - 12, overflow: "truncate", interval: 0 }, axisTick: { show: false } },
          tooltip: { confine: true, formatter: (p) => { const r = rows[p.dataIndex]; return S.median + " " + percent(r.p50) + "<br>" + fill(S.range, percent(r.p05), percent(r.p95)); } },
          series: [{ type: "boxplot", boxWidth: [10, 16], data: rows.map((r) => ({ value: ["p05", "p25", "p50", "p75", "p95"].map((q) => rounded(r[q], 100)), itemStyle: { color: r.colour, borderColor: ink(), borderWidth: 1.5 } })) }],
        };
      },
    });
  }

  function exceedance(main) {
    const q = run.quantiles.find((r) => r.scope === "total" && r.metric === "output_lost_usd");
    const all = one(whole("total", "output_lost_usd"), "all");
    if (!q || !all) return;
    const points = q.values.map((v, i) => [v / 1e9, 99 - i]);
    chart(main, {
      id: "exceedance", title: S.exceedance, note: fill(S.exceedance_note, money(all.cvar95)),
      rows: () => [["output_lost_usd", "share_of_trials_above"], ...q.values.map((v, i) => [v, (99 - i) / 100])],
      option: () => ({
        grid: { left: 56, right: 40, top: 40, bottom: 48 }, xAxis: valueAxis("bn USD", { nameLocation: "middle", nameGap: 30 }), yAxis: valueAxis(S.percent, { max: 100 }),
        tooltip: { trigger: "axis", confine: true, formatter: (p) => money(p[0].value[0] * 1e9) + ": " + p[0].value[1] + " %" },
        series: [{ type: "line", data: points, symbol: "none", lineStyle: { width: 3, color: COLOURS[0] }, areaStyle: { color: COLOURS[0], opacity: 0.15 },
          markLine: { symbol: "none", silent: true, data: [{ xAxis: all.cvar95 / 1e9 }], lineStyle: { color: ink(), type: "dashed" }, label: { formatter: S.worst, color: ink(), fontSize: 13 } } }],
      }),
    });
  }

  /* Lines by month, told apart by colour, stroke and symbol. */
  function lines(main, { id, title, note, unit, rows, max, mark, height }) {
    if (!rows.length) return;
    chart(main, {
      id, title, note, height,
      rows: () => [[S.month, ...rows.map((r) => r.label)], ...run.months.map((m, i) => [m, ...rows.map((r) => r.values[i])])],
      option: () => ({
        grid: { left: 64, right: 16, top: 40, bottom: 72 }, xAxis: { ...monthAxis(), boundaryGap: false }, yAxis: valueAxis(unit, { max }), legend: legend(), tooltip: tip(),
        series: rows.map((r, i) => ({ type: "line", name: r.label, data: r.values, symbol: SYMBOLS[i % 8], symbolSize: 6, showAllSymbol: false, lineStyle: { width: 2, color: COLOURS[i % 8], type: DASHES[i % 8] }, itemStyle: { color: COLOURS[i % 8] },
          markLine: mark !== undefined && i === 0 ? { symbol: "none", silent: true, data: [{ yAxis: mark }], lineStyle: { type: "dashed", color: ink() }, label: { color: ink(), formatter: mark + " " + unit, position: "insideEndTop" } } : undefined })),
      }),
    });
  }

  function first(main) {
    const short = new Map(run.quantiles.filter((r) => r.metric === "first_short_month").map((r) => [r.name, r]));
    const all = whole("total", "output_lost_share")[0];
    const rows = worst("industry", "output_lost_share", 8).filter((g) => short.has(g.name)).map((g) => {
      const q = short.get(g.name);
      return { label: g.label, values: run.months.map((_, m) => rounded(q.values.filter((v) => v !== null && v <= m + 1).length / q.values.length * q.trials / all.trials, 100)) };
    });
    lines(main, { id: "first", title: S.first, note: S.first_note, unit: S.percent, max: 100, rows });
  }

  function licences(main) {
    const applied = whole("control", "applied_tonnes").filter((r) => r.mean > 0), granted = whole("control", "granted_tonnes");
    if (applied.length) {
      const rows = applied.sort((a, b) => b.mean - a.mean).slice(0, 15).map((r) => ({ label: r.label, name: r.name, applied: r.mean, granted: (one(granted, r.name) || { mean: null }).mean }));
      chart(main, {
        id: "licences", title: S.licences, note: S.licences_note, height: 120 + 32 * rows.length,
        rows: () => [["name", "applied_tonnes", "granted_tonnes"], ...rows.map((r) => [r.name, r.applied, r.granted])],
        option(width) {
          const left = Math.min(240, width * 0.4);
          const bar = (name, key, colour, symbol) => ({ type: "bar", name, data: rows.map((r) => rounded(r[key], 1)), itemStyle: { color: colour, decal: symbol } });
          return {
            grid: { left, right: 32, top: 8, bottom: 72 }, xAxis: valueAxis(S.tonnes), legend: legend(), tooltip: { ...tip(), axisPointer: { type: "shadow" } },
            yAxis: { type: "category", inverse: true, data: rows.map((r) => r.label), axisLabel: { ...axisText(), color: ink(), width: left - 12, overflow: "truncate", interval: 0 } },
            series: [bar(S.applied, "applied", COLOURS[5], { symbol: "none" }), bar(S.granted, "granted", COLOURS[0], { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [3, 5], rotation: -0.7, color: "rgba(255,255,255,0.35)" })],
          };
        },
      });
    }
    const queue = byMonth("control", "backlog_tonnes").map((r) => ({ label: r.label, values: r.mean.map((v) => rounded(v, 1)) })).filter((r) => r.values.some((v) => v > 0));
    queue.sort((a, b) => Math.max(...b.values) - Math.max(...a.values));
    lines(main, { id: "queue", title: S.queue, note: S.queue_note, unit: S.tonnes, rows: queue.slice(0, 8) });
  }

  function prices(main) {
    const rows = byMonth("market", "price_usd_per_kg"), materials = new Map();
    for (const r of rows) {
      const [material] = r.name.split("@");
      materials.set(material, [...(materials.get(material) || []), r]);
    }
    if (!materials.size) return;
    const gap = (list) => Math.max(...list.map((r) => Math.max(...r.mean) / Math.max(1e-9, Math.min(...r.mean))));
    const order = [...materials].sort((a, b) => gap(b[1]) - gap(a[1]));
    chart(main, {
      id: "prices", title: S.prices, note: S.prices_note, choices: order.map(([m]) => ({ value: m, label: m })),
      rows: (c) => [[S.month, ...materials.get(c).map((r) => r.name)], ...run.months.map((m, i) => [m, ...materials.get(c).map((r) => r.mean[i])])],
      option: (width, c) => ({
        grid: { left: 64, right: 16, top: 40, bottom: 72 }, xAxis: { ...monthAxis(), boundaryGap: false }, yAxis: valueAxis(S.price_unit), legend: legend(), tooltip: tip(),
        series: materials.get(c).map((r, i) => ({ type: "line", name: r.name, data: r.mean.map((v) => rounded(v, 1)), symbol: SYMBOLS[i % 8], lineStyle: { width: 2, color: COLOURS[i % 8], type: DASHES[i % 8] }, itemStyle: { color: COLOURS[i % 8] } })),
      }),
    });
  }

  function table(main, { id, title, note, columns, rows }) {
    if (!rows.length) return;
    const section = element("section", { id, class: "long" }, element("h2", {}, title));
    if (note) section.append(element("p", { class: "muted" }, note));
    const csv = element("button", { type: "button", "aria-label": S.csv + ": " + title }, S.csv);
    csv.addEventListener("click", () => download(id + ".csv", "text/csv", csvText([columns, ...rows])));
    const body = element("tbody");
    for (const row of rows) body.append(element("tr", {}, ...row.map((cell) => element("td", {}, cell === null ? "" : String(cell)))));
    section.append(element("div", { class: "tools" }, csv), element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title },
      element("table", {}, element("thead", {}, element("tr", {}, ...columns.map((c) => element("th", { scope: "col" }, c)))), body)));
    main.append(section);
  }

  /* A table of the folder as records; cells that are numbers as such. */
  function records(name) {
    const t = run.tables[name];
    if (!t) return [];
    return t.rows.map((row) => Object.fromEntries(row.map((cell, i) => [t.columns[i], cell !== "" && !Number.isNaN(Number(cell)) ? Number(cell) : cell])));
  }

  /* A unit's factor and name, for values up to `most`. */
  function measure(unit, most) {
    if (unit === "share") return { factor: 100, name: S.percent };
    if (unit === "USD") return most >= 1e9 ? { factor: 1e-9, name: "bn USD" } : { factor: 1e-6, name: "m USD" };
    return { factor: 1, name: unit };
  }

  /*
   * A line a row: a bar from `from` to `to`, a thin line from `low` to `high`. What a row
   * lacks is not drawn.
   */
  function ranges(main, { id, title, note, choices, unit, rows, columns, isDeviation }) {
    if (!rows(choices ? choices[0].value : null).length) return;
    const size = Math.max(...(choices || [{ value: null }]).map((c) => rows(c.value).length));
    chart(main, {
      id, title, note, choices, height: 100 + 27 * size,
      rows: (c) => [columns, ...rows(c).map((r) => r.cells)],
      option(width, c) {
        const list = rows(c), left = Math.min(320, width * 0.45);
        const ends = list.flatMap((r) => [r.from, r.to, r.low, r.high]).filter((v) => typeof v === "number" && Number.isFinite(v));
        const scale = measure(unit(c), Math.max(...ends.map(Math.abs), 0));
        const at = (v) => (typeof v === "number" && Number.isFinite(v) ? v * scale.factor : null);
        return {
          grid: { left, right: 32, top: 8, bottom: 56 }, xAxis: { ...valueAxis(scale.name, { nameLocation: "middle", nameGap: 30 }), min: isDeviation ? Math.min(...ends.map(at)) : Math.min(0, ...ends.map(at)), max: Math.max(...ends.map(at), isDeviation ? -Infinity : 0) || 1, axisLabel: { ...axisText(), hideOverlap: true, formatter: number } },
          yAxis: { type: "category", inverse: true, data: list.map((r) => r.label), axisLabel: { ...axisText(), color: ink(), width: left - 12, overflow: "truncate", interval: 0 }, axisTick: { show: false } },
          tooltip: { confine: true, formatter: (p) => list[p.dataIndex].words },
          series: [{
            type: "custom", data: list.map((r, i) => ({ value: [at(r.to), i] })),
            renderItem(_, api) {
              const i = api.value(1), r = list[i], x = (v) => api.coord([at(v), i])[0], y = api.coord([0, i])[1], shapes = [];
              if (at(r.from) !== null && at(r.to) !== null)
                shapes.push({ type: "rect", shape: { x: Math.min(x(r.from), x(r.to)), y: y - 8, width: Math.max(1.5, Math.abs(x(r.to) - x(r.from))), height: 16 }, style: { fill: r.colour || COLOURS[0] } });
              if (at(r.low) !== null && at(r.high) !== null)
                for (const [x1, y1, x2, y2] of [[x(r.low), y, x(r.high), y], [x(r.low), y - 5, x(r.low), y + 5], [x(r.high), y - 5, x(r.high), y + 5]])
                  shapes.push({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: ink(), lineWidth: 1.5 } });
              return { type: "group", children: shapes };
            },
          }],
        };
      },
    });
  }

  const shownAs = (unit, value) => (value === "" || value === undefined ? S.none : unit === "share" ? percent(value) : unit === "USD" ? money(value) : number(value) + " " + unit);

  /* The bars of a comparison: what an alternative changes, with its interval. */
  function change(r, label) {
    return {
      label, from: 0, to: r.difference_mean, low: r.low_mean, high: r.high_mean, colour: r.difference_mean > 0 ? COLOURS[1] : COLOURS[2],
      words: label.replace(/[&<>"]/g, "") + "<br>" + shownAs(r.unit, r.base_mean) + " \u2192 " + shownAs(r.unit, r.mean) + "<br>" + fill(S.interval, shownAs(r.unit, r.low_mean), shownAs(r.unit, r.high_mean)),
      cells: [label, r.base_mean, r.mean, r.difference_mean, r.low_mean, r.high_mean, r.p_worse],
    };
  }

  function comparison(main) {
    const all = records("compare"), totals = all.filter((r) => r.scope === "total" && r.base_mean !== "");
    const metrics = ["output_lost_usd", "value_added_lost_usd", "output_lost_share", "shortfall_share", "policy_cost_usd"].filter((m) => totals.some((r) => r.metric === m));
    const words = { output_lost_usd: S.output_lost_usd, value_added_lost_usd: S.value_added_lost, output_lost_share: S.output_lost, shortfall_share: S.inputs_lacking, policy_cost_usd: S.policy_cost };
    if (!metrics.length) return;
    const columns = ["", "base_mean", "mean", "difference_mean", "low_mean", "high_mean", "p_worse"];
    const of = (metric) => totals.filter((r) => r.metric === metric && r.alternative !== "interaction").sort((a, b) => a.difference_mean - b.difference_mean);
    const unit = (metric) => totals.find((r) => r.metric === metric).unit;
    ranges(main, {
      id: "measures-ranked", title: S.compared, note: S.compared_note, unit, columns,
      choices: metrics.map((m) => ({ value: m, label: words[m] })), rows: (m) => of(m).map((r) => change(r, r.alternative)),
    });
    waterfall(main, totals.filter((r) => r.metric === metrics[0]));
    const names = [...new Set(all.map((r) => r.alternative))].filter((a) => a !== "interaction");
    ranges(main, {
      id: "helped", title: S.helped, note: S.helped_note, unit: () => "USD", columns, choices: names.map((a) => ({ value: a, label: a })),
      rows: (a) => all.filter((r) => r.alternative === a && r.scope === "industry" && r.metric === "output_lost_usd" && r.difference_mean).sort((p, q) => Math.abs(q.difference_mean) - Math.abs(p.difference_mean)).slice(0, 15).map((r) => change(r, r.label)),
    });
    table(main, { id: "comparison", title: S.comparison, ...pick("compare", null, (r) => r.scope === "total") });
  }

  /* From the base over each measure by itself, and their overlap, to all together. */
  function waterfall(main, totals) {
    const together = totals.find((r) => r.alternative === "together"), overlap = totals.find((r) => r.alternative === "interaction");
    if (!together || !overlap) return;
    const singles = totals.filter((r) => r !== together && r !== overlap);
    const scale = measure(together.unit, together.base_mean);
    const steps = [{ label: S.base, from: 0, to: together.base_mean, whole: true }];
    for (const r of [...singles.sort((a, b) => a.difference_mean - b.difference_mean), overlap]) {
      const from = steps[steps.length - 1].to;
      steps.push({ label: r === overlap ? S.overlap : r.alternative, from, to: from + r.difference_mean });
    }
    steps.push({ label: S.together, from: 0, to: together.mean, whole: true });
    chart(main, {
      id: "waterfall", title: S.waterfall, note: S.waterfall_note,
      rows: () => [["step", "from", "to"], ...steps.map((s) => [s.label, s.from, s.to])],
      option: (width) => ({
        grid: { left: 64, right: 16, top: 40, bottom: 96 }, yAxis: valueAxis(scale.name), tooltip: { confine: true, formatter: (p) => p.name + ": " + number(Math.abs(steps[p.dataIndex].to - steps[p.dataIndex].from) * scale.factor) + " " + scale.name },
        xAxis: { type: "category", data: steps.map((s) => s.label), axisLabel: { ...axisText(), color: ink(), interval: 0, width: (width - 80) / steps.length - 4, overflow: "break" } },
        series: [
          { type: "bar", stack: "w", silent: true, itemStyle: { color: "transparent" }, data: steps.map((s) => rounded(Math.min(s.from, s.to), scale.factor)) },
          { type: "bar", stack: "w", data: steps.map((s) => ({ value: rounded(Math.abs(s.to - s.from), scale.factor), itemStyle: { color: s.whole ? COLOURS[0] : s.to > s.from ? COLOURS[1] : COLOURS[2] } })), label: { show: true, position: "top", color: ink(), formatter: (p) => (steps[p.dataIndex].whole ? "" : steps[p.dataIndex].to > steps[p.dataIndex].from ? "+" : "\u2212") + number(p.value) } }],
      }),
    });
  }

  function drivers(main) {
    const all = records("drivers"), key = (r) => [r.scope, r.name, r.metric, r.month, r.given].join(" ").trim();
    const answers = [...new Set(all.map(key))].map((k) => ({ value: k, label: all.find((r) => key(r) === k).metric + ", " + k }));
    if (!answers.length) return;
    const rest = all.find((r) => key(r) === answers[0].value && r.input === "");
    ranges(main, {
      id: "tornado", title: S.tornado, note: fill(S.tornado_note, rest ? percent(rest.share) : S.none), choices: answers,
      isDeviation: true, unit: (k) => all.find((r) => key(r) === k).unit, columns: ["input", "share", "share_low", "share_high", "low_tenth", "high_tenth", "rank"],
      rows: (k) => all.filter((r) => key(r) === k && r.input !== "").sort((a, b) => b.share - a.share).slice(0, 15).map((r) => ({
        label: r.input + " (" + percent(r.share) + ")", from: r.low_tenth, to: r.high_tenth, colour: r.high_tenth > r.low_tenth ? COLOURS[1] : COLOURS[0],
        words: r.input + "<br>" + fill(S.tenths, shownAs(r.unit, r.low_tenth), shownAs(r.unit, r.high_tenth)) + "<br>" + fill(S.explains, percent(r.share), percent(r.share_low), percent(r.share_high)),
        cells: [r.input, r.share, r.share_low, r.share_high, r.low_tenth, r.high_tenth, r.rank],
      })),
    });
  }

  function effects(main) {
    const all = records("effects"), key = (r) => [r.scope, r.name, r.metric, r.month].join(" ").trim();
    const answers = [...new Set(all.map(key))].map((k) => ({ value: k, label: k }));
    if (!answers.length) return;
    const screened = all[0].total === "", by = screened ? "mu_star" : "total";
    ranges(main, {
      id: "effects", title: S.effects, note: screened ? S.screened_note : S.effects_note, choices: answers, unit: (k) => (screened ? all.find((r) => key(r) === k).unit : "share"),
      columns: ["input", by, by + "_low", by + "_high", screened ? "sigma" : "first"],
      rows: (k) => all.filter((r) => key(r) === k && r.input !== "" && r[by] !== "").sort((a, b) => b[by] - a[by]).slice(0, 15).map((r) => ({
        label: r.input, from: 0, to: r[by], low: r[by + "_low"], high: r[by + "_high"],
        words: r.input + "<br>" + by + " " + number(r[by]) + "<br>" + fill(S.interval, number(r[by + "_low"]), number(r[by + "_high"])),
        cells: [r.input, r[by], r[by + "_low"], r[by + "_high"], screened ? r.sigma : r.first],
      })),
    });
  }

  /* Observed months on the band of the simulated ones. */
  function scores(main) {
    const all = records("points"), names = [...new Set(all.map((r) => r.name))];
    if (!names.length) return;
    const of = (name) => all.filter((r) => r.name === name);
    chart(main, {
      id: "back-test", title: S.back_test, note: S.back_test_note, choices: names.map((n) => ({ value: n, label: n })),
      rows: (n) => [["month", "set", "observed", "p05", "p25", "p50", "p75", "p95"], ...of(n).map((r) => [r.month, r.set, r.observed, r.p05, r.p25, r.p50, r.p75, r.p95])],
      option(width, n) {
        const rows = of(n), at = (q) => rows.map((r) => rounded(r[q], 1));
        const band = (low, high, name, opacity) => [
          { type: "line", stack: name, data: at(low), lineStyle: { width: 0 }, symbol: "none", silent: true, tooltip: { show: false } },
          { type: "line", stack: name, name, data: at(high).map((v, i) => v - at(low)[i]), lineStyle: { width: 0 }, symbol: "none", areaStyle: { color: COLOURS[0], opacity }, itemStyle: { color: COLOURS[0] }, silent: true }];
        const split = rows.findIndex((r, i) => i > 0 && r.set !== rows[i - 1].set);
        return {
          grid: { left: 72, right: 16, top: 40, bottom: 72 }, xAxis: { type: "category", data: rows.map((r) => r.month), axisLabel: axisText(), boundaryGap: false },
          yAxis: valueAxis(rows[0].unit), legend: { ...legend(), data: [S.observed, S.median, S.half, S.most] },
          tooltip: { trigger: "axis", confine: true, formatter: (p) => { const r = rows[p[0].dataIndex]; return r.month + (r.set ? ", " + r.set : "") + "<br>" + S.observed + " " + number(r.observed) + " " + r.unit + "<br>" + S.median + " " + number(r.p50) + "<br>" + fill(S.range, number(r.p05), number(r.p95)); } },
          series: [...band("p05", "p95", S.most, 0.2), ...band("p25", "p75", S.half, 0.35),
            { type: "line", name: S.median, data: at("p50"), symbol: "none", lineStyle: { width: 2, color: COLOURS[0] }, itemStyle: { color: COLOURS[0] },
              markLine: split > 0 ? { silent: true, symbol: "none", lineStyle: { type: "dashed", color: muted() }, label: { formatter: rows[split].set, color: muted() }, data: [{ xAxis: split }] } : undefined },
            { type: "scatter", z: 10, name: S.observed, data: at("observed"), symbol: "diamond", symbolSize: 11, itemStyle: { color: COLOURS[1], borderColor: ink() } }],
        };
      },
    });
    table(main, { id: "score", title: S.score, ...pick("score", ["name", "set", "metric", "unit", "value"]) });
  }

  /* A figure over the first varied value, a line for each choice of the others. */
  function sweep(main) {
    const t = run.tables.sweep, all = records("sweep").filter((r) => r.value !== "");
    if (!all.length) return;
    const varied = t.columns.slice(0, t.columns.indexOf("point")), [x, ...others] = varied;
    const figures = [...new Set(all.map((r) => r.figure))], ticks = [...new Set(all.map((r) => r[x]))];
    const isNumber = ticks.every((v) => typeof v === "number");
    const name = (r) => others.map((o) => o.split(".").pop() + " " + (r[o] === "" ? S.as_it_is : r[o])).join(", ") || r.figure;
    chart(main, {
      id: "sweep", title: S.sweep, note: S.sweep_note, choices: figures.map((f) => ({ value: f, label: f })),
      rows: (f) => [[...varied, "value", "low", "high"], ...all.filter((r) => r.figure === f).map((r) => [...varied.map((v) => r[v]), r.value, r.low, r.high])],
      option(width, f) {
        const rows = all.filter((r) => r.figure === f), scale = measure(rows[0].unit, Math.max(...rows.map((r) => Math.abs(r.value))));
        const lines = [...new Set(rows.map(name))].slice(0, 24);
        return {
          grid: { left: 64, right: 24, top: 40, bottom: 96 }, yAxis: valueAxis(scale.name, { min: undefined }), legend: legend(), tooltip: { ...tip(), trigger: "item" },
          xAxis: { type: isNumber ? "value" : "category", name: x, nameLocation: "middle", nameGap: 28, nameTextStyle: axisText(), axisLabel: axisText(), splitLine: { show: false }, ...(isNumber ? { min: Math.min(...ticks), max: Math.max(...ticks) } : { data: ticks }) },
          series: lines.flatMap((line, i) => {
            const of = rows.filter((r) => name(r) === line).sort((a, b) => (isNumber ? a[x] - b[x] : 0)), colour = COLOURS[i % 8];
            return [{ type: "line", name: line, data: of.map((r) => [r[x], rounded(r.value, scale.factor)]), symbol: SYMBOLS[i % 8], symbolSize: 8, lineStyle: { width: 2, color: colour, type: DASHES[i % 8] }, itemStyle: { color: colour } },
              { type: "custom", silent: true, data: of.filter((r) => r.low !== "" && r.high !== "").map((r) => [r[x], r.low * scale.factor, r.high * scale.factor]),
                renderItem(_, api) {
                  const [px, low] = api.coord([api.value(0), api.value(1)]), high = api.coord([api.value(0), api.value(2)])[1];
                  return { type: "line", shape: { x1: px, y1: low, x2: px, y2: high }, style: { stroke: colour, lineWidth: 1.2 } };
                } }];
          }),
        };
      },
    });
    table(main, { id: "points", title: S.sweep_points, ...pick("sweep", [...varied, "figure", "unit", "value", "low", "high", "problem"]) });
  }

  /* Sets of measures: cost against what they take off the worst trials. */
  function frontier(main) {
    const all = records("frontier");
    if (!all.length) return;
    const scale = measure("USD", Math.max(...all.map((r) => Math.abs(r.difference_cvar95)))), cost = measure("USD", Math.max(...all.map((r) => r.cost)));
    const at = (rows) => rows.map((r) => ({ value: [rounded(r.cost, cost.factor), rounded(-r.difference_cvar95, scale.factor)], set: r }));
    const best = all.filter((r) => r.on_frontier === "yes").sort((a, b) => a.cost - b.cost), rest = all.filter((r) => r.on_frontier !== "yes");
    chart(main, {
      id: "frontier", title: S.frontier, note: S.frontier_note,
      rows: () => [["set", "cost", "difference_cvar95", "on_frontier"], ...all.map((r) => [r.set, r.cost, r.difference_cvar95, r.on_frontier])],
      option: (width) => ({
        grid: { left: 72, right: width < 600 ? 24 : 160, top: 40, bottom: 80 }, legend: legend(), xAxis: valueAxis(S.cost + ", " + cost.name, { nameLocation: "middle", nameGap: 30 }), yAxis: valueAxis(S.avoided + ", " + scale.name, { min: undefined, nameTextStyle: { ...axisText(), align: "left" } }),
        tooltip: { confine: true, formatter: (p) => p.data.set.set.replace(/[&<>"]/g, "") + "<br>" + money(p.data.set.cost) + ": " + money(-p.data.set.difference_cvar95) },
        series: [
          { type: "line", step: "end", name: S.on_frontier, data: at(best), symbol: "circle", symbolSize: 11, lineStyle: { width: 2, color: COLOURS[2] }, itemStyle: { color: COLOURS[2], borderColor: ink() }, label: { show: width >= 600, position: [14, 6], color: ink(), fontSize: 12, formatter: (p) => p.data.set.set, width: 150, overflow: "truncate" }, labelLayout: { hideOverlap: true } },
          { type: "scatter", name: S.behind, data: at(rest), symbol: "diamond", symbolSize: 9, itemStyle: { color: muted() } }],
      }),
    });
    table(main, { id: "sets", title: S.frontier_sets, ...pick("frontier", ["set", "cost", "mean", "cvar95", "difference_mean", "difference_cvar95", "affordable", "on_frontier", "gains"]) });
  }

  /* Buyers by countries that their supply has passed, an element at a time. */
  function dependency(main) {
    const all = records("dependency");
    if (!all.length) return;
    const elements = [...new Set(all.map((r) => r.element))];
    const of = (e) => all.filter((r) => r.element === e);
    const most = (rows, key) => [...new Set(rows.map((r) => r[key]))].map((k) => ({ k, weight: rows.filter((r) => r[key] === k).reduce((sum, r) => sum + r.passed, 0) })).sort((a, b) => b.weight - a.weight).map((x) => x.k);
    const buyers = (e) => [...new Set(of(e).map((r) => r.label))].slice(0, 30), origins = (e) => most(of(e), "origin").slice(0, 20);
    const height = Math.max(...elements.map((e) => buyers(e).length));
    chart(main, {
      id: "dependency", title: S.dependency, note: S.dependency_note, height: 150 + 24 * height, choices: elements.map((e) => ({ value: e, label: e })),
      rows: (e) => [["label", "element", "origin", "direct", "passed"], ...of(e).map((r) => [r.label, r.element, r.origin, r.direct, r.passed])],
      option(width, e) {
        const left = Math.min(240, width * 0.42), rows = buyers(e), columns = origins(e);
        const cells = of(e).filter((r) => rows.includes(r.label) && columns.includes(r.origin));
        return {
          grid: { left, right: 16, top: 8, bottom: 96 }, xAxis: { type: "category", data: columns, axisLabel: { ...axisText(), interval: 0 }, axisTick: { show: false } },
          yAxis: { type: "category", inverse: true, data: rows, axisLabel: { ...axisText(), color: ink(), width: left - 12, overflow: "truncate", interval: 0 }, axisTick: { show: false }, axisLine: { show: false } },
          visualMap: { type: "continuous", min: 0, max: 100, orient: "horizontal", left: "center", bottom: 0, text: ["100 %", "0"], textStyle: { color: ink(), fontSize: 12 }, inRange: { color: SCALE } },
          tooltip: { confine: true, formatter: (p) => { const r = p.data.row; return r.label.replace(/[&<>"]/g, "") + ", " + r.origin + ": " + percent(r.passed) + "<br>" + S.bought_there + " " + percent(r.direct); } },
          series: [{ type: "heatmap", data: cells.map((r) => ({ value: [columns.indexOf(r.origin), rows.indexOf(r.label), rounded(r.passed, 100)], row: r })), label: { show: width >= 600, fontSize: 11, formatter: (p) => Math.round(p.value[2]) }, itemStyle: { borderWidth: 0.5, borderColor: "#ffffff" } }],
        };
      },
    });
  }

  /* Output lost without each plant, country and corridor that was taken away. */
  function without(main) {
    const all = records("n-1"), words = { facility: S.facility, country: S.countries, corridor: S.corridor };
    const kinds = [...new Set(all.map((r) => r.kind))], value = all.some((r) => r.output_lost_usd !== "") ? "output_lost_usd" : "output_lost";
    const unit = value === "output_lost" ? "share" : "USD";
    ranges(main, {
      id: "n-1", title: S.without, note: S.without_note, unit: () => unit, columns: ["without", value, "low", "high", "months_to_survive", "months_to_recover"],
      choices: kinds.length ? kinds.map((k) => ({ value: k, label: words[k] || k })) : null,
      rows: (k) => all.filter((r) => r.kind === k).sort((a, b) => b[value] - a[value]).map((r) => ({
        label: r.without, from: 0, to: r[value], low: r[value + "_low"], high: r[value + "_high"], colour: COLOURS[1],
        words: r.without.replace(/[&<>"]/g, "") + ": " + shownAs(unit, r[value]) + "<br>" + fill(S.interval, shownAs(unit, r[value + "_low"]), shownAs(unit, r[value + "_high"])) + "<br>" + fill(S.holds, number(r.months_to_survive === "" ? null : r.months_to_survive), number(r.months_to_recover === "" ? null : r.months_to_recover)),
        cells: [r.without, r[value], r[value + "_low"], r[value + "_high"], r.months_to_survive, r.months_to_recover],
      })),
    });
    if (all.length) table(main, { id: "without", title: S.of_without, ...pick("n-1") });
  }

  /* Who sends what to whom: each stage as tall as its tonnes at the baseline. */
  function chain(main) {
    const c = run.chain;
    if (!c || !c.flows.length) return;
    const panels = [{ value: "4", label: S.chain_baseline }, { value: "5", label: fill(S.chain_worst, c.month) }];
    const node = (column, place) => column + " " + place;
    chart(main, {
      id: "chain", title: S.chain, note: S.chain_note, choices: panels, height: 560,
      rows: () => [["stage", "from", "column", "to", "baseline_tonnes_a_year", "worst_month_tonnes_a_year"], ...c.flows.map((f) => [c.columns[f[0]], c.places[f[1]][0], c.columns[f[2]], c.places[f[3]][0], f[4], f[5]])],
      option(width, panel) {
        const height = (f, at) => f[at] / c.tonnes[f[0]], wide = c.flows.filter((f) => height(f, 4) >= 0.004);
        const used = new Map();
        for (const f of wide) { used.set(node(f[0], f[1]), [f[0], f[1]]); used.set(node(f[2], f[3]), [f[2], f[3]]); }
        return {
          tooltip: { confine: true, formatter: (p) => (p.dataType === "edge" ? c.columns[p.data.flow[0]] + ": " + c.places[p.data.flow[1]][0] + " \u2192 " + c.places[p.data.flow[3]][0] + "<br>" + number(p.data.flow[panel]) + " " + S.tonnes_a_year : p.data.shown) },
          graphic: width < 600 ? [] : c.columns.map((text, i) => ({ type: "text", left: 8 + (i * (width - 90)) / (c.columns.length - 1), top: 4, style: { text, fill: muted(), fontSize: 13 } })),
          series: [{
            type: "sankey", left: 8, right: 60, top: 28, bottom: 16, nodeWidth: 12, nodeGap: 10, draggable: false, layoutIterations: 0, emphasis: { focus: "adjacency" },
            label: { color: ink(), fontSize: 12, formatter: (p) => p.data.shown }, lineStyle: { color: "source", opacity: 0.45, curveness: 0.5 },
            data: [...used].map(([name, [column, place]]) => ({ name, depth: column, shown: c.places[place][0], itemStyle: { color: c.places[place][1] } })),
            links: wide.map((f) => ({ source: node(f[0], f[1]), target: node(f[2], f[3]), value: Math.max(1e-6, height(f, Number(panel))), flow: f, lineStyle: { opacity: c.places[f[1]][0] === "CN" && f[1] === f[3] ? 0.18 : 0.5 } })),
          }],
        };
      },
    });
  }

  /* Some columns of a table of the folder; of the records that are wanted, or all. */
  function pick(name, wanted, isWanted) {
    const t = run.tables[name];
    if (!t) return { columns: [], rows: [] };
    const kept = isWanted ? records(name).map(isWanted) : null;
    const at = wanted ? wanted.map((c) => t.columns.indexOf(c)).filter((i) => i >= 0) : t.columns.map((_, i) => i);
    return { columns: at.map((i) => t.columns[i]), rows: t.rows.filter((_, i) => !kept || kept[i]).map((r) => at.map((i) => r[i])) };
  }

  function inputs(main) {
    const t = pick("inputs", ["input", "distribution", "unit", "source", "verified"]);
    const mark = t.columns.indexOf("verified");
    const assumed = t.rows.filter((r) => /assumption|unverified/.test(r[mark] || "")).length;
    table(main, { id: "inputs", title: S.inputs, note: fill(S.inputs_note, t.rows.length, assumed), ...t });
  }

  const ofStudy = ({ tables: t }) => (t.compare ? S.of_comparison : t.score ? S.of_score : t.sweep ? S.of_sweep : t.frontier ? S.of_frontier : t.dependency ? S.of_dependency : t["n-1"] ? S.of_without : S.of_drivers);

  function subtitle() {
    const all = one(whole("total", "output_lost_share"), "all");
    if (run.months.length) return fill(S.subtitle, number(all ? all.trials : null), run.months.length, run.months[0], run.scenario);
    return ofStudy(run);
  }

  function reproduce(main) {
    main.append(element("section", { id: "reproduce", class: "long" }, element("h2", {}, S.reproduce), element("p", { class: "muted" }, S.reproduce_note),
      element("pre", {}, run.manifest.map(([k, v]) => k + ": " + v).join("\n"))));
  }

  function build() {
    const main = document.getElementById("charts");
    for (const c of charts) c.picture.dispose();
    charts = [];
    main.replaceChildren();
    document.getElementById("title").textContent = run.title || run.scenario;
    document.getElementById("subtitle").textContent = subtitle();
    if (run.months.length) strip(main);
    fan(main);
    heat(main, { id: "industries", title: S.heat, note: S.heat_note, scope: "industry", metric: "output_lost_share", most: 25 });
    heat(main, { id: "elements", title: S.elements, note: S.elements_note, scope: "element", metric: "shortfall_share", most: 20 });
    ranked(main);
    exceedance(main);
    first(main);
    licences(main);
    prices(main);
    lines(main, { id: "concentration", title: S.concentration, note: S.concentration_note, unit: S.percent, max: 100, mark: 65,
      rows: byMonth("stage", "top_country_share").filter((r) => r.mean.some((v) => v !== null)).map((r) => ({ label: r.label, values: r.mean.map((v) => rounded(v, 100)) })) });
    const cover = byMonth("industry", "stock_months");
    lines(main, { id: "cover", title: S.cover, note: S.cover_note, unit: S.days,
      rows: worst("industry", "output_lost_share", 8).map((g) => ({ label: g.label, values: (one(cover, g.name) || { mean: [] }).mean.map((v) => rounded(v, 30.4375)) })).filter((r) => r.values.some((v) => v !== null)) });
    chain(main);
    comparison(main);
    frontier(main);
    dependency(main);
    without(main);
    sweep(main);
    drivers(main);
    effects(main);
    scores(main);
    table(main, { id: "measures", title: S.measures, ...pick("events", ["kind", "name", "part", "given", "from", "until", "probability", "source", "verified"]) });
    inputs(main);
    reproduce(main);
  }

  const titleOf = (r) => (r.title || r.scenario) + (r.months.length ? "" : " \u2013 " + ofStudy(r));

  /* Runs of one title, such as two versions of a file, are told apart by name and folder. */
  function nameOf(r) {
    const twins = data.runs.filter((other) => titleOf(other) === titleOf(r)).length > 1;
    return titleOf(r) + (twins ? " (" + [r.scenario, r.folder].filter(Boolean).join(", ") + ")" : "");
  }

  const choose = document.getElementById("runs");
  if (data.runs.length > 1) {
    const select = element("select", { "aria-label": S.scenario });
    data.runs.forEach((r, i) => select.append(element("option", { value: i }, nameOf(r))));
    select.addEventListener("change", () => { run = data.runs[Number(select.value)]; build(); });
    choose.append(select);
  }
  build();
  dark.addEventListener("change", () => charts.forEach((c) => c.draw()));
  let waiting = 0;
  window.addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(() => charts.forEach((c) => { c.picture.resize(); c.draw(); }), 100); });
  window.addEventListener("beforeprint", () => charts.forEach((c) => { c.picture.resize(); c.draw(); }));
  document.documentElement.dataset.drawn = charts.length;
})();
