/**
 * How {@link ai.rios.schemas.query.DeploymentQueries} travels over HTTP/2 between edge and projections. Every question is a
 * GET under {@code /queries/v1/}, so that it may be asked again; every answer is binary, with messages in the wire format of
 * the topics, so that both ends may have different versions of a schema.
 *
 * <table>
 * <caption>Answers</caption>
 * <tr><td>200</td><td>the answer</td></tr>
 * <tr><td>400</td><td>the question cannot be read; text says why</td></tr>
 * <tr><td>401</td><td>the secret is missing or wrong</td></tr>
 * <tr><td>412</td><td>the view has not reached the position in time: {@code rios-position}, {@code rios-blocked}</td></tr>
 * <tr><td>421</td><td>asked by another routing table than this instance has: fetch it and ask again</td></tr>
 * <tr><td>503</td><td>the partition is not here, or cannot be read now</td></tr>
 * </table>
 */
@NullMarked
package ai.rios.schemas.wire;

import org.jspecify.annotations.NullMarked;
