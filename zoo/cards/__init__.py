"""Model cards in the format of Hugging Face, written from records and compared with them."""
