// Elementary functions, tables of pairs of floats.     numerics.md: "Elementary functions"
// What functions_pairs.cl looks up.
//
// macro    meaning                                       default      allowed
// DOUBLES  left out, for functions_doubles.cl is here    not defined  defined or not
//
// Entry points: none.

#ifndef DOUBLES

// 2^(j / 32) as pairs.
__constant float EXP2_HI[32] = {
    0x1p+0f, 0x1.059b0ep+0f, 0x1.0b5586p+0f, 0x1.11301ep+0f,
    0x1.172b84p+0f, 0x1.1d4874p+0f, 0x1.2387a6p+0f, 0x1.29e9ep+0f,
    0x1.306fep+0f, 0x1.371a74p+0f, 0x1.3dea64p+0f, 0x1.44e086p+0f,
    0x1.4bfdaep+0f, 0x1.5342b6p+0f, 0x1.5ab07ep+0f, 0x1.6247ecp+0f,
    0x1.6a09e6p+0f, 0x1.71f75ep+0f, 0x1.7a1148p+0f, 0x1.82589ap+0f,
    0x1.8ace54p+0f, 0x1.93737cp+0f, 0x1.9c4918p+0f, 0x1.a5503cp+0f,
    0x1.ae89fap+0f, 0x1.b7f77p+0f, 0x1.c199bep+0f, 0x1.cb720ep+0f,
    0x1.d5818ep+0f, 0x1.dfc974p+0f, 0x1.ea4afap+0f, 0x1.f50766p+0f,
};

__constant float EXP2_LO[32] = {
    0.0f, -0x1.9d4f52p-25f, 0x1.9f3122p-25f, -0x1.fdb496p-25f,
    -0x1.c15742p-27f, -0x1.d2e8cap-25f, 0x1.ceac48p-25f, -0x1.5c0424p-25f,
    0x1.4636e2p-25f, -0x1.18aac6p-25f, 0x1.824684p-25f, 0x1.8624b4p-30f,
    -0x1.593abcp-25f, -0x1.2c561p-25f, -0x1.5bd5ecp-27f, -0x1.f8b55p-25f,
    0x1.9fcef4p-26f, 0x1.1d8beep-25f, -0x1.829fdp-25f, -0x1.accc7cp-26f,
    0x1.15506ep-27f, -0x1.e64744p-25f, 0x1.51f848p-27f, -0x1.b83b54p-25f,
    -0x1.a94b14p-26f, -0x1.a09438p-25f, -0x1.3d56b2p-27f, -0x1.8837ccp-27f,
    -0x1.822dbcp-27f, -0x1.908c94p-25f, 0x1.52486cp-27f, -0x1.246ebp-26f,
};

// [0x1.66p-1, 0x1.66p+0) is cut into 64 pieces by the upper bits of its floats. With c the middle
// of piece j: 1/c to a float, and minus the logarithm of that float as a pair. The piece that holds
// 1 has c = 1, so that nothing cancels around 1.
__constant float LOG_INVERSE[64] = {
    0x1.6c16c2p+0f, 0x1.681682p+0f, 0x1.642c86p+0f, 0x1.605816p+0f,
    0x1.5c9882p+0f, 0x1.58ed24p+0f, 0x1.555556p+0f, 0x1.51d07ep+0f,
    0x1.4e5e0ap+0f, 0x1.4afd6ap+0f, 0x1.47ae14p+0f, 0x1.446f86p+0f,
    0x1.414142p+0f, 0x1.3e22ccp+0f, 0x1.3b13b2p+0f, 0x1.381382p+0f,
    0x1.3521dp+0f, 0x1.323e34p+0f, 0x1.2f684cp+0f, 0x1.2c9fb4p+0f,
    0x1.29e412p+0f, 0x1.27350cp+0f, 0x1.24924ap+0f, 0x1.21fb78p+0f,
    0x1.1f7048p+0f, 0x1.1cf06ap+0f, 0x1.1a7b96p+0f, 0x1.181182p+0f,
    0x1.15b1e6p+0f, 0x1.135c82p+0f, 0x1.111112p+0f, 0x1.0ecf56p+0f,
    0x1.0c9714p+0f, 0x1.0a681p+0f, 0x1.08421p+0f, 0x1.0624dep+0f,
    0x1.041042p+0f, 0x1.020408p+0f, 0x1p+0f, 0x1.f81f82p-1f,
    0x1.f07c2p-1f, 0x1.e9131ap-1f, 0x1.e1e1e2p-1f, 0x1.dae608p-1f,
    0x1.d41d42p-1f, 0x1.cd8568p-1f, 0x1.c71c72p-1f, 0x1.c0e07p-1f,
    0x1.bacf92p-1f, 0x1.b4e81cp-1f, 0x1.af286cp-1f, 0x1.a98ef6p-1f,
    0x1.a41a42p-1f, 0x1.9ec8eap-1f, 0x1.99999ap-1f, 0x1.948b1p-1f,
    0x1.8f9c18p-1f, 0x1.8acb9p-1f, 0x1.861862p-1f, 0x1.818182p-1f,
    0x1.7d05f4p-1f, 0x1.78a4c8p-1f, 0x1.745d18p-1f, 0x1.702e06p-1f,
};

__constant float LOG_HI[64] = {
    -0x1.68ac86p-2f, -0x1.5d5bep-2f, -0x1.522ae2p-2f, -0x1.4718dcp-2f,
    -0x1.3c2526p-2f, -0x1.314f2p-2f, -0x1.269624p-2f, -0x1.1bf994p-2f,
    -0x1.1178e6p-2f, -0x1.071386p-2f, -0x1.f991c4p-3f, -0x1.e530eep-3f,
    -0x1.d10384p-3f, -0x1.bd0874p-3f, -0x1.a93ed8p-3f, -0x1.95a5b2p-3f,
    -0x1.823c18p-3f, -0x1.6f0124p-3f, -0x1.5bf408p-3f, -0x1.4913d2p-3f,
    -0x1.365fc6p-3f, -0x1.23d716p-3f, -0x1.1178eep-3f, -0x1.fe8912p-4f,
    -0x1.da7278p-4f, -0x1.b6ac7cp-4f, -0x1.9335e4p-4f, -0x1.700d3ep-4f,
    -0x1.4d3116p-4f, -0x1.2aa058p-4f, -0x1.08599ap-4f, -0x1.ccb726p-5f,
    -0x1.894a84p-5f, -0x1.466adap-5f, -0x1.0415c8p-5f, -0x1.849286p-6f,
    -0x1.0205a4p-6f, -0x1.01015p-7f, 0.0f, 0x1.fc0a8ap-7f,
    0x1.f8299p-6f, 0x1.77459cp-5f, 0x1.f0a30ap-5f, 0x1.341d74p-4f,
    0x1.6f0d28p-4f, 0x1.a926d8p-4f, 0x1.e27074p-4f, 0x1.0d77e8p-3f,
    0x1.29552cp-3f, 0x1.44d2b4p-3f, 0x1.5ff306p-3f, 0x1.7ab89p-3f,
    0x1.9525a8p-3f, 0x1.af3c92p-3f, 0x1.c8ff7ap-3f, 0x1.e27076p-3f,
    0x1.fb918cp-3f, 0x1.0a325p-2f, 0x1.1675cap-2f, 0x1.22941ep-2f,
    0x1.2e8e2cp-2f, 0x1.3a64c6p-2f, 0x1.4618bap-2f, 0x1.51aad8p-2f,
};

__constant float LOG_LO[64] = {
    0x1.d8e57cp-28f, 0x1.69a836p-28f, 0x1.31d70ap-28f, -0x1.71c41cp-30f,
    0x1.5999dp-27f, -0x1.fa6b9ap-27f, 0x1.d9648ep-27f, -0x1.2d35c6p-29f,
    -0x1.84fc9p-27f, 0x1.654f3cp-31f, 0x1.a62648p-30f, 0x1.0c77fap-30f,
    0x1.9aa19cp-31f, -0x1.877b16p-28f, -0x1.915b3ap-28f, -0x1.dee02cp-28f,
    -0x1.5468fp-29f, -0x1.dd5aaap-29f, 0x1.2af094p-29f, -0x1.cced5p-29f,
    -0x1.82b2p-28f, 0x1.b63e08p-31f, -0x1.13f22cp-30f, -0x1.3b7aacp-29f,
    -0x1.c2235p-31f, -0x1.35ab5ap-29f, -0x1.ab2932p-29f, 0x1.153f76p-32f,
    -0x1.481facp-30f, -0x1.1c5d18p-34f, 0x1.4c38ccp-29f, -0x1.776c94p-31f,
    0x1.6c09b4p-30f, 0x1.7a439p-30f, -0x1.3ce88p-30f, 0x1.cdcda2p-32f,
    0x1.db2a66p-32f, 0x1.4ee432p-32f, 0.0f, -0x1.e07f84p-32f,
    0x1.cf067p-31f, -0x1.cd22dcp-33f, 0x1.162a76p-37f, 0x1.86f478p-30f,
    -0x1.a35296p-29f, 0x1.495aaep-29f, 0x1.c55e5cp-29f, 0x1.9a11ccp-28f,
    0x1.07fd4cp-29f, -0x1.cd20b6p-29f, 0x1.4f27aap-32f, 0x1.043642p-29f,
    0x1.e8ad7p-32f, -0x1.dfdp-29f, 0x1.e6a68ap-29f, -0x1.d50d1ap-31f,
    -0x1.50e0dep-30f, 0x1.4e721ep-27f, -0x1.0a8b3ep-27f, 0x1.b3de5ap-28f,
    -0x1.1ee2dp-30f, -0x1.a5ae86p-28f, 0x1.0e2f66p-29f, -0x1.e903eap-29f,
};

#endif
