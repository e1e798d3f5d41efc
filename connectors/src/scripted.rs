//! A source and a sink that play a script: for tests, and the `hold` mode of a staging machine.
