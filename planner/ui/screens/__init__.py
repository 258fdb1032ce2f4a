"""A page each: a few lines that Streamlit runs for every visit."""
