/** The port {@code Connector}, and what one operation may receive and use. */
package dev.gitopsbinding.git.transport;
