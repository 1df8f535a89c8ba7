"""The actions of knowledge: about evidence and questions (`evidence`); those of write-ups are in `knowledge.library`."""
