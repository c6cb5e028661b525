/** What every log line carries, and the form it is written in. */
package dev.gitopsbinding.logging;
