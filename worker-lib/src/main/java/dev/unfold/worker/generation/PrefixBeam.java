package dev.unfold.worker.generation;

import dev.unfold.worker.generation.fusion.LanguageContexts;
import dev.unfold.worker.network.output.Categorical;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The prefix search for connectionist temporal classification (Graves et al. 2006, section 3.2)
 * with a beam: the k most probable prefixes of a sequence after each step, each with the
 * probability of all paths that stand for it, of those that end in a blank and of the others
 * separately.
 *
 * <p>A language model adds its score of the tokens to the logarithm of that probability (shallow
 * fusion); the sums over paths remain those of the outputs.
 */
final class PrefixBeam {
  private final int width;
  private final DecoderTokens target;
  private final int blank;
  private List<Prefix> prefixes;

  /** A sequence of tokens, represented by its last token and the prefix before it. */
  private static final class Prefix {
    private final Prefix parent;
    private final int token;
    private final int length;
    private final LanguageContexts.Context context;
    private final Map<Integer, Prefix> longer = new LinkedHashMap<>();
    private boolean kept;
    private double blankLog = Double.NEGATIVE_INFINITY;
    private double tokenLog = Double.NEGATIVE_INFINITY;
    private double nextBlankLog = Double.NEGATIVE_INFINITY;
    private double nextTokenLog = Double.NEGATIVE_INFINITY;

    Prefix(Prefix parent, int token, LanguageContexts.Context context) {
      this.parent = parent;
      this.token = token;
      this.context = context;
      length = parent == null ? 0 : parent.length + 1;
    }

    static Prefix empty(LanguageContexts.Context context) {
      Prefix empty = new Prefix(null, -1, context);
      empty.kept = true;
      empty.blankLog = 0;
      return empty;
    }

    double log() {
      return logSum(blankLog, tokenLog);
    }

    /** Returns the logarithm of its probability with the score of the language model. */
    double score() {
      return log() + context.total();
    }

    /** Returns the prefix with one more token. */
    Prefix with(int next) {
      return new Prefix(this, next, context.then(next));
    }

    /** Replaces the probabilities by those after one more step. */
    void advance() {
      blankLog = nextBlankLog;
      tokenLog = nextTokenLog;
      nextBlankLog = Double.NEGATIVE_INFINITY;
      nextTokenLog = Double.NEGATIVE_INFINITY;
    }

    /** Leaves the beam; it is forgotten unless longer prefixes are kept. */
    void drop() {
      kept = false;
      context.forget();
      Prefix last = this;
      while (last.parent != null && !last.kept && last.longer.isEmpty()) {
        last.parent.longer.remove(last.token);
        last = last.parent;
      }
    }

    int[] tokens() {
      int[] tokens = new int[length];
      Prefix last = this;
      for (int i = length - 1; i >= 0; i--) {
        tokens[i] = last.token;
        last = last.parent;
      }
      return tokens;
    }
  }

  /**
   * @param width k, the number of prefixes that are kept, at least 1
   * @param target the tokens, whose end is the blank
   * @param start the context before the first token
   */
  PrefixBeam(int width, DecoderTokens target, LanguageContexts.Context start) {
    this.width = width;
    this.target = target;
    blank = target.end();
    prefixes = List.of(Prefix.empty(start));
  }

  /** Returns the contexts of the prefixes, which must be read after each step. */
  List<LanguageContexts.Context> contexts() {
    return prefixes.stream().map(prefix -> prefix.context).toList();
  }

  /** Extends the prefixes by a step with these logits, [V]. */
  void extend(float[] logits) {
    double normalizer = Categorical.logNormalizer(logits);
    float[] allowed = target.allowed(logits, new BitSet(), 0);
    List<Prefix> reached = new ArrayList<>(prefixes);
    for (Prefix prefix : prefixes) {
      for (int token = 0; token < logits.length; token++) {
        double log = logits[token] - normalizer;
        if (token == blank) {
          prefix.nextBlankLog = logSum(prefix.nextBlankLog, prefix.log() + log);
        } else if (allowed[token] != Float.NEGATIVE_INFINITY) {
          extend(prefix, token, log, reached);
        }
      }
    }
    reached.forEach(Prefix::advance);
    reached.sort(Comparator.comparingDouble(Prefix::score).reversed());
    int count = Math.min(width, reached.size());
    prefixes = List.copyOf(reached.subList(0, count));
    reached.subList(count, reached.size()).forEach(Prefix::drop);
  }

  /** Repeats the last token of a prefix or adds a token to it. */
  private static void extend(Prefix prefix, int token, double log, List<Prefix> reached) {
    double before = prefix.log();
    if (token == prefix.token) {
      prefix.nextTokenLog = logSum(prefix.nextTokenLog, prefix.tokenLog + log);
      before = prefix.blankLog;
    }
    if (before == Double.NEGATIVE_INFINITY) {
      return;
    }
    Prefix longer = prefix.longer.computeIfAbsent(token, prefix::with);
    if (!longer.kept) {
      longer.kept = true;
      reached.add(longer);
    }
    longer.nextTokenLog = logSum(longer.nextTokenLog, before + log);
  }

  /**
   * Returns the sequences of the prefixes, that with the highest score, of which the end is a part,
   * first; of equal ones, that reached first.
   */
  List<Hypothesis> best() {
    return prefixes.stream()
        .map(this::hypothesis)
        .sorted(Comparator.comparingDouble(Hypothesis::score).reversed())
        .toList();
  }

  private Hypothesis hypothesis(Prefix prefix) {
    return new Hypothesis(
        prefix.tokens(), new float[0], new int[0], prefix.log(), scoreWithEnd(prefix), true);
  }

  private double scoreWithEnd(Prefix prefix) {
    return prefix.score() + prefix.context.score(blank);
  }

  private static double logSum(double a, double b) {
    double larger = Math.max(a, b);
    return larger == Double.NEGATIVE_INFINITY
        ? larger
        : larger + StrictMath.log1p(StrictMath.exp(Math.min(a, b) - larger));
  }
}
