"""Where the numbers come from, what is not known, and how the plan was found."""

from planner.ui import data_parts, frame, own_table, plain_words, trade_off

frame.header(
    "data", "Where every number comes from, what nobody knows, and how the plan on show was found and checked."
)
data_parts.model()
trade_off.section()
data_parts.provenance()
plain_words.pages()
own_table.uploader()
frame.footer("data")
