[Actor Hydropower firm] denies [Claim hiding dam release] as [Actor farmers] count their losses

By Rowan Ellery
[Date 2 December 2025, 9:40 a.m. (GMT+7)]
57 shares

HOAI LINH — [Actor Fish farmers in central Vietnam] whose cages were swept away [Date early on Sunday] accused [Actor the operator of the Song Lua dam] of [Claim opening its gates without warning], a charge [Actor the company] flatly denied.

“[Claim We sent the alert at [Date 1:10 a.m.], [Date more than two hours] before the first gate moved],” said [Actor Vuong Khanh Chi], [Actor a spokeswoman for Lua Giang Hydropower]. “[Claim Nobody was kept in the dark.]”

[Actor Luong Van Thuc], [Actor chairman of Ben Dau commune], said [Claim the message reached his phone at [Date 4:02 a.m.], when “the water was already at our knees.”]

[Actor The province’s deputy chairwoman], [Actor Do Thi Le Hang], told [Actor the company] on [Date Monday] that [Claim it had until [Date 5 p.m. on Wednesday] to hand over its operating log]. “[Claim Giving notice is a duty, not a favour],” she said.

According to [Actor the provincial agriculture department], [Claim more than 1,200 cages were lost and 86 hectares of crops flooded]. It puts [Claim the damage at 47.5 billion dong].

Advertisement

[Actor Phan Dinh Luan], [Actor Lua Giang’s chief executive], promised that [Claim investigators would see every page of the log]. “[Claim If we made a mistake, we will pay],” he told [Actor reporters] on [Date Monday evening]. “[Claim But 412 millimetres of rain fell in [Date eight hours]. No reservoir is built for that.

“And no one in our control room slept.]”

[Actor Huynh Thi Men], who lost 14 cages, was not convinced. “[Claim Paper does not float],” said [Actor Ms Men].

The dispute is not new. In [Date July 2023] a night-time release carried off 90 cages, and [Actor the company] said [Date last June] that [Claim every siren on the river had been replaced]. [Actor A contractor] now says [Claim it warned [Actor Lua Giang] three times [Date this year] that [Claim the sirens were dead]].

[Actor Inspectors] are due at the plant on [Date Dec. 8]; [Actor Ben Dau’s farmers] say [Claim they will wait on the road outside].

Read more: Why a quarter of levee projects stall (1/4 unfunded)
0 comments