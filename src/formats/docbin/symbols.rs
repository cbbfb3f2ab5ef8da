//! spaCy's symbols: words that its table of strings knows by a small number instead of a hash. A file that has the hash of one of
//! them cannot be opened by spaCy (its error E018).
//!
//! Facts from `spacy.symbols.IDS` of spaCy 3.8.

use std::{collections::HashMap, sync::LazyLock};

/// The numbers of all symbols.
pub static NUMBERS: LazyLock<HashMap<String, u64>> = LazyLock::new(|| {
    let listed = LISTED.iter().flat_map(|(first, names)| (*first..).zip(names.split_whitespace().map(str::to_owned)));
    let flags = (19..=63).map(|n| (n, format!("FLAG{n}")));
    let retired = (104..=379).map(|n| (n, format!("DEPRECATED{:03}", n - 103)));
    listed.chain(flags).chain(retired).map(|(number, name)| (name, number)).collect()
});

/// Names that follow one another, with the number of the first. 19 to 63 and 104 to 379 are counted through.
const LISTED: [(u64, &str); 3] = [
    (
        1,
        "IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_PUNCT IS_SPACE IS_TITLE IS_UPPER LIKE_URL LIKE_NUM LIKE_EMAIL IS_STOP \
         IS_OOV_DEPRECATED IS_BRACKET IS_QUOTE IS_LEFT_PUNCT IS_RIGHT_PUNCT IS_CURRENCY",
    ),
    (
        64,
        "ID ORTH LOWER NORM SHAPE PREFIX SUFFIX LENGTH CLUSTER LEMMA POS TAG DEP ENT_IOB ENT_TYPE HEAD SENT_START \
         SPACY PROB LANG ADJ ADP ADV AUX CONJ CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X EOL \
         SPACE",
    ),
    (
        380,
        "PERSON NORP FACILITY ORG GPE LOC PRODUCT EVENT WORK_OF_ART LANGUAGE LAW DATE TIME PERCENT MONEY QUANTITY \
         ORDINAL CARDINAL acomp advcl advmod agent amod appos attr aux auxpass cc ccomp complm conj cop csubj \
         csubjpass dep det dobj expl hmod hyph infmod intj iobj mark meta neg nmod nn npadvmod nsubj nsubjpass num \
         number oprd obj obl parataxis partmod pcomp pobj poss possessive preconj prep prt punct quantmod relcl rcmod \
         root xcomp acl ENT_KB_ID MORPH ENT_ID IDX _",
    ),
];
