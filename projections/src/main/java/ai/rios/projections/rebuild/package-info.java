/**
 * Builds the views anew beside those in use, compares the two, and switches with one record on the control topic. Every
 * projections process follows that topic; whoever rebuilds only writes to it, reads reports from it and tidies up.
 */
@NullMarked
package ai.rios.projections.rebuild;

import org.jspecify.annotations.NullMarked;
