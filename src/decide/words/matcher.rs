//! Every phrase of an office, compiled into one tree of words.
//!
//! In: phrases. Out: a matcher that reads a text in one walk: at each word it goes down the tree as far as the text
//! follows. The depth of the tree is the longest phrase, so the work grows with the text, not with the phrases.

use std::collections::HashMap;
use std::sync::Arc;

use smallvec::SmallVec;

use super::phrase::{self, BadPhrase, Part, PhraseId};
use super::reading::{Hit, Reading, Words};
use super::spelling::Spelling;
use super::vocabulary::{Table, Vocabulary, VocabularyBuilder, WordId};

/// A place in the tree; 0 is its root.
type Node = u32;

/// The tree of phrases.
#[derive(Debug, Clone, Default)]
struct Tree {
    /// From a node, over a word, to the next.
    next: Table<Node>,
    /// From a node, over a gap, to the next.
    gaps: HashMap<Node, Node>,
    /// Phrases that end at a node, until the tree is finished.
    ends: Vec<SmallVec<[PhraseId; 4]>>,
    /// Whether something goes on after a node: (words, gap).
    goes_on: Vec<(bool, bool)>,
}

impl Tree {
    fn new() -> Self {
        Self { ends: vec![SmallVec::new()], goes_on: vec![(false, false)], ..Self::default() }
    }

    fn edge(node: Node, word: WordId) -> u64 {
        let hash = (u64::from(node) << 32 | u64::from(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^ (hash >> 29)
    }

    fn grow(&mut self) -> Node {
        self.ends.push(SmallVec::new());
        self.goes_on.push((false, false));
        Node::try_from(self.ends.len() - 1).unwrap_or(Node::MAX)
    }

    fn over_word(&mut self, node: Node, word: WordId) -> Node {
        let edge = Self::edge(node, word);
        if let Some(next) = self.next.get(&edge) {
            return *next;
        }
        let next = self.grow();
        self.next.insert(edge, next);
        if let Some(on) = self.goes_on.get_mut(node as usize) {
            on.0 = true;
        }
        next
    }

    fn over_gap(&mut self, node: Node) -> Node {
        if let Some(next) = self.gaps.get(&node) {
            return *next;
        }
        let next = self.grow();
        self.gaps.insert(node, next);
        if let Some(on) = self.goes_on.get_mut(node as usize) {
            on.1 = true;
        }
        next
    }
}

/// Phrases that end at each node of a finished tree, in the order of the nodes.
#[derive(Debug, Clone, Default)]
struct Ends {
    /// Where those of each node end in `phrases`.
    until: Vec<u32>,
    phrases: Vec<PhraseId>,
}

impl Ends {
    fn of(ends: Vec<SmallVec<[PhraseId; 4]>>) -> Self {
        let mut out = Self { until: Vec::with_capacity(ends.len()), phrases: Vec::new() };
        for phrases in ends {
            out.phrases.extend(phrases);
            out.until.push(u32::try_from(out.phrases.len()).unwrap_or(u32::MAX));
        }
        out.phrases.shrink_to_fit();
        out
    }

    fn at(&self, node: Node) -> &[PhraseId] {
        let until = |node: usize| self.until.get(node).copied().unwrap_or_default() as usize;
        let from = (node as usize).checked_sub(1).map_or(0, until);
        self.phrases.get(from..until(node as usize)).unwrap_or_default()
    }
}

/// Collects phrases until they are compiled.
#[derive(Debug, Clone)]
pub struct MatcherBuilder {
    vocabulary: VocabularyBuilder,
    tree: Tree,
    ids: HashMap<String, PhraseId>,
}

impl MatcherBuilder {
    /// A builder for phrases and texts spelled like this.
    #[must_use]
    pub fn new(spelling: Spelling) -> Self {
        Self { vocabulary: VocabularyBuilder::new(spelling), tree: Tree::new(), ids: HashMap::new() }
    }

    /// Adds a phrase; the same text twice is the same phrase.
    ///
    /// # Errors
    /// If the phrase cannot be read.
    pub fn phrase(&mut self, text: &str) -> Result<PhraseId, BadPhrase> {
        if let Some(id) = self.ids.get(text) {
            return Ok(*id);
        }
        let parts = phrase::parse(text)?;
        let id = PhraseId(u32::try_from(self.ids.len()).unwrap_or(u32::MAX));
        let mut nodes = vec![0];
        for part in parts {
            nodes = self.follow(&nodes, part);
        }
        for node in nodes {
            if let Some(ends) = self.tree.ends.get_mut(node as usize)
                && !ends.contains(&id)
            {
                ends.push(id);
            }
        }
        self.ids.insert(text.to_owned(), id);
        Ok(id)
    }

    fn follow(&mut self, nodes: &[Node], part: Part) -> Vec<Node> {
        let mut reached = Vec::new();
        match part {
            Part::Gap => reached.extend(nodes.iter().map(|node| self.tree.over_gap(*node))),
            Part::Word(alternatives) => {
                for alternative in alternatives {
                    for node in nodes {
                        let mut node = *node;
                        for word in &alternative.words {
                            for id in self.vocabulary.learn(word, alternative.like) {
                                node = self.tree.over_word(node, id);
                            }
                        }
                        if !reached.contains(&node) {
                            reached.push(node);
                        }
                    }
                }
            }
        }
        reached
    }

    /// The matcher of all phrases added.
    #[must_use]
    pub fn build(self) -> Matcher {
        let mut texts = vec![String::new(); self.ids.len()];
        for (text, id) in self.ids {
            if let Some(place) = texts.get_mut(id.0 as usize) {
                *place = text;
            }
        }
        let vocabulary = Arc::new(self.vocabulary.build());
        let mut tree = self.tree;
        let ends = Arc::new(Ends::of(std::mem::take(&mut tree.ends)));
        tree.goes_on.shrink_to_fit();
        tree.next.shrink_to_fit();
        Matcher { vocabulary, tree: Arc::new(tree), ends, phrases: Arc::new(texts) }
    }
}

/// All phrases, ready to read texts. A clone shares them.
#[derive(Debug, Clone, Default)]
pub struct Matcher {
    vocabulary: Arc<Vocabulary>,
    tree: Arc<Tree>,
    ends: Arc<Ends>,
    phrases: Arc<Vec<String>>,
}

impl Matcher {
    /// The phrase as it was written in the configuration.
    #[must_use]
    pub fn phrase(&self, id: PhraseId) -> &str {
        self.phrases.get(id.0 as usize).map_or("", String::as_str)
    }

    /// Finds every phrase in `text`.
    #[must_use]
    pub fn read<'t>(&self, text: &'t str) -> Reading<'t> {
        let words = Words::of(text, &self.vocabulary);
        let mut hits = Vec::with_capacity(64);
        for from in 0..words.len() {
            self.walk(&words, from, from, 0, &mut hits);
        }
        Reading::new(text, words, hits, self.phrases.len())
    }

    /// Goes down the tree from `node` with the word at `at`; the phrase began at `from`.
    fn walk(&self, words: &Words, from: usize, at: usize, node: Node, hits: &mut Vec<Hit>) {
        let Some((words_go_on, gap_goes_on)) = self.tree.goes_on.get(node as usize).copied() else { return };
        if words_go_on && words.same_sentence(from, at) {
            for id in words.ids(at) {
                if let Some(next) = self.tree.next.get(&Tree::edge(node, *id)) {
                    hits.extend(self.ends.at(*next).iter().map(|phrase| Hit { phrase: *phrase, from, to: at }));
                    self.walk(words, from, at + 1, *next, hits);
                }
            }
        }
        if gap_goes_on && let Some(next) = self.tree.gaps.get(&node) {
            for skipped in 0..=phrase::GAP {
                self.walk(words, from, at + skipped, *next, hits);
            }
        }
    }
}
