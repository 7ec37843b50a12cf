package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.corpus.table.format.ValueRow;
import dev.unfold.driver.execution.SqlSession;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.WhereSettings;
import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BasePredicate;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Predicate;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * A condition of Spark SQL on the rows of files.
 *
 * @param condition the condition
 * @param attributes the columns in the condition
 * @param columns the columns of the rows
 */
record RowFilter(Expression condition, Seq<Attribute> attributes, StructType columns)
    implements Serializable {
  private static final String KEY = WhereSettings.KEY + ": ";

  /** The names of expressions whose value depends on when, where or by whom they are evaluated. */
  private static final Set<String> CHANGING =
      Set.of("CurrentDate", "CurrentTimestamp", "Now", "LocalTimestamp", "CurrentUser");

  /**
   * Returns the table with those rows for which a condition is true, and all faults.
   *
   * @param where the condition; an empty one selects all rows
   * @throws CorpusException if it is not a condition over the columns
   */
  static FileTable select(JavaSparkContext spark, FileTable table, String where)
      throws CorpusException {
    if (where.isEmpty() || table.isEmpty()) {
      return table;
    }
    Dataset<Row> none =
        SqlSession.of(spark).createDataFrame(spark.<Row>emptyRDD(), table.columns());
    Dataset<Row> filtered = filtered(none, where);
    RowCondition.requireNoName(none.sparkSession(), where);
    requireFixed(filtered.queryExecution().analyzed(), where);
    LogicalPlan plan = filtered.queryExecution().optimizedPlan();
    if (plan instanceof LocalRelation) {
      return table.withRows(
          table.rows().filter(result -> !(result instanceof RowReadResult.Good<ValueRow>)));
    }
    if (!(plan instanceof Filter filter)) {
      return table;
    }
    RowFilter rows =
        new RowFilter(filter.condition(), filter.child().output().toList(), table.columns());
    return table.withRows(table.rows().mapPartitions(rows::selected));
  }

  private static Dataset<Row> filtered(Dataset<Row> rows, String where) throws CorpusException {
    try {
      return rows.where(where);
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        throw RowCondition.refused(
            "a condition over the columns of the table",
            where
                + ": "
                + e.getMessage().lines().filter(line -> !line.isBlank()).findFirst().get());
      }
      throw e;
    }
  }

  private static void requireFixed(LogicalPlan plan, String where) throws CorpusException {
    for (Expression part : JavaConverters.seqAsJavaList(plan.expressions())) {
      if (!part.deterministic() || changes(part)) {
        throw RowCondition.refused("a condition that depends on the row alone", where);
      }
    }
  }

  private static boolean changes(Expression part) {
    return part instanceof SubqueryExpression
        || CHANGING.contains(part.getClass().getSimpleName())
        || JavaConverters.seqAsJavaList(part.children()).stream().anyMatch(RowFilter::changes);
  }

  private Iterator<RowReadResult<ValueRow>> selected(Iterator<RowReadResult<ValueRow>> all) {
    Function1<Object, Object> converter = CatalystTypeConverters.createToCatalystConverter(columns);
    SqlSession.applyToTask();
    BasePredicate predicate = Predicate.create(condition, attributes);
    predicate.initialize(0);
    return new Iterator<>() {
      private RowReadResult<ValueRow> next;

      @Override
      public boolean hasNext() {
        while (next == null && all.hasNext()) {
          next = checked(all.next(), converter, predicate);
        }
        return next != null;
      }

      @Override
      public RowReadResult<ValueRow> next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        RowReadResult<ValueRow> result = next;
        next = null;
        return result;
      }
    };
  }

  /** Returns a selected row or a fault; null for a row that is not selected. */
  private RowReadResult<ValueRow> checked(
      RowReadResult<ValueRow> result,
      Function1<Object, Object> converter,
      BasePredicate predicate) {
    if (!(result instanceof RowReadResult.Good<ValueRow> good)) {
      return result;
    }
    try {
      Object row = converter.apply(FileTable.row(good.value().values(), columns));
      return predicate.eval((InternalRow) row) ? result : null;
    } catch (RuntimeException e) {
      return new RowReadResult.Fault<>(good.value().place() + ": " + KEY + e.getMessage());
    }
  }
}
