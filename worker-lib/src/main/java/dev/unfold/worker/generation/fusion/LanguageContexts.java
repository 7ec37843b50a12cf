package dev.unfold.worker.generation.fusion;

import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.ArrayList;
import java.util.List;

/**
 * What a language model says about the prefixes of a search. The contexts of all prefixes that a
 * step of the search keeps are read together.
 */
public final class LanguageContexts implements AutoCloseable {
  private final LanguageFusion fusion;
  private final int end;
  private final LanguageModel.Session session;

  /**
   * @param gemm the matrix multiplication of the calling thread
   * @param end the token that ends a sequence
   */
  public LanguageContexts(LanguageFusion fusion, Gemm gemm, int end) {
    this.fusion = fusion;
    this.end = end;
    session = fusion.isNone() ? null : fusion.model().open(gemm);
  }

  /** The tokens of a prefix, as the language model reads them. */
  public static final class Context {
    /** The context of each prefix if there is no language model: nothing has a score. */
    private static final Context NONE = new Context(null, null, -1, 0);

    private final LanguageContexts contexts;
    private final Context before;
    private final int token;
    private final double total;
    private LanguageModel.State state;

    private Context(LanguageContexts contexts, Context before, int token, double total) {
      this.contexts = contexts;
      this.before = before;
      this.token = token;
      this.total = total;
    }

    /** Returns the context after one more token, which has yet to be read. */
    public Context then(int next) {
      return this == NONE ? NONE : new Context(contexts, this, next, total + score(next));
    }

    /** Returns the sum of the scores of the tokens. */
    public double total() {
      return total;
    }

    /** Returns the score of a token after these, of the end token without the bonus. */
    public double score(int next) {
      if (this == NONE) {
        return 0;
      }
      double log = state.logProbabilities()[next];
      return contexts.fusion.weight() * log + (next == contexts.end ? 0 : contexts.fusion.bonus());
    }

    /** Forgets what can be read again. */
    public void forget() {
      if (state != null) {
        state = new LanguageModel.State(state.length(), state.carry(), null);
      }
    }

    private boolean isUnread() {
      return this != NONE && (state == null || state.logProbabilities() == null);
    }
  }

  /** Returns the context before the first token. */
  public Context start() {
    if (session == null) {
      return Context.NONE;
    }
    Context start = new Context(this, null, -1, 0);
    start.state = session.start();
    return start;
  }

  /** Reads the contexts that have not been read. */
  public void read(List<Context> contexts) {
    List<Context> unread = new ArrayList<>();
    List<LanguageModel.Extension> extensions = new ArrayList<>();
    for (Context context : contexts) {
      if (context.isUnread() && context.before == null) {
        context.state = session.start();
      } else if (context.isUnread()) {
        unread.add(context);
        extensions.add(new LanguageModel.Extension(context.before.state, context.token));
      }
    }
    List<LanguageModel.State> states = unread.isEmpty() ? List.of() : session.after(extensions);
    for (int i = 0; i < unread.size(); i++) {
      unread.get(i).state = states.get(i);
    }
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
  }
}
