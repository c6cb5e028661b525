/** Tips of source branches. */
package dev.gitopsbinding.git.source;
