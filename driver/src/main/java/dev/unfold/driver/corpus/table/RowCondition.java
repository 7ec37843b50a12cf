package dev.unfold.driver.corpus.table;

import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.WhereSettings;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.MultiAlias;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParseException;

/** Checks of conditions of Spark SQL on the rows of tables. */
public final class RowCondition {
  private RowCondition() {}

  static CorpusException refused(String expected, String found) {
    return new CorpusException(
        ErrorKind.CONFIGURATION, WhereSettings.KEY + ": expected " + expected + ", found " + found);
  }

  /**
   * Rejects a condition with a name. Spark reads a word after a condition as its name, whether it
   * was meant so or not: {@code amount > 5 and} is {@code amount > 5} with the name {@code and}.
   *
   * @param where a condition that Spark can read
   */
  public static void requireNoName(SparkSession session, String where) throws CorpusException {
    Expression parsed;
    try {
      parsed = session.sessionState().sqlParser().parseExpression(where);
    } catch (ParseException e) {
      throw refused("a condition of Spark SQL", where + ": " + e.getMessage());
    }
    if (parsed instanceof Alias || parsed instanceof MultiAlias) {
      throw refused(
          "a condition over the columns of the table",
          where
              + ", whose end Spark reads as a name for the condition; complete the condition, or"
              + " remove the rest");
    }
  }
}
