//! Books with the sound of a narrator.
