"""The yardstick of ``benchmarks.page``: what Streamlit itself needs for one slider, one text and one small chart."""

import altair as alt
import pandas as pd
import streamlit as st

layers = st.slider("Layers", 1, 50, 20)
st.text(f"{layers} layers")
rows = pd.DataFrame({"layer": range(1, layers + 1), "norm": [0.5**layer for layer in range(layers)]})
st.altair_chart(alt.Chart(rows).mark_line().encode(x="layer", y="norm"))
