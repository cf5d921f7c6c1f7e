/* minimal-cjson: minimal with colours and cJSON. See minimal.c. */
#define WITH_CJSON
#include "minimal.c"
