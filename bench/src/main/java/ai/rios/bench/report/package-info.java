/**
 * What a benchmark leaves behind: JSON, plots and the page of figures. Front door:
 * {@link ai.rios.bench.report.Report}.
 */
@NullMarked
package ai.rios.bench.report;

import org.jspecify.annotations.NullMarked;
